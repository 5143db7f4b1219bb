<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nl_NL" sourcelanguage="en">
<context>
<name>core</name>
<message>
<source>GeoPackage (*.gpkg);;All files (*)</source>
<translation>GeoPackage (*.gpkg);;Alle bestanden (*)</translation>
</message>
<message>
<source>The GeoPackage that holds the events, or the address of a shared workspace: postgresql://server:5432/database?schema=igh&amp;authcfg=id.</source>
<translation>De GeoPackage die de registraties bevat, of het adres van een gedeeld werkbestand: postgresql://server:5432/database?schema=igh&amp;authcfg=id.</translation>
</message>
<message>
<source>The GeoPackage that holds the events, or the address of a shared workspace: postgresql://server:5432/database?schema=igh&amp;authcfg=id. One that is not there yet is made.</source>
<translation>De GeoPackage die de registraties bevat, of het adres van een gedeeld werkbestand: postgresql://server:5432/database?schema=igh&amp;authcfg=id. Een dat er nog niet is wordt gemaakt.</translation>
</message>
<message>
<source>Files with events (*.csv *.txt *.tsv *.gz *.zip *.xlsx *.ods *.gpkg *.shp *.geojson *.fgb *.parquet);;All files (*)</source>
<translation>Bestanden met registraties (*.csv *.txt *.tsv *.gz *.zip *.xlsx *.ods *.gpkg *.shp *.geojson *.fgb *.parquet);;Alle bestanden (*)</translation>
</message>
<message>
<source>A shapefile cuts the names of columns to ten letters and the numbers of cells to fifteen digits, and keeps no style: write a GeoPackage.</source>
<translation>Een shapefile kort de namen van kolommen in tot tien letters en de nummers van cellen tot vijftien cijfers, en bewaart geen stijl: schrijf een GeoPackage.</translation>
</message>
<message>
<source>Collect</source>
<translation>Verzamelen</translation>
</message>
<message>
<source>Clean</source>
<translation>Opschonen</translation>
</message>
<message>
<source>Combine</source>
<translation>Combineren</translation>
</message>
<message>
<source>Hot spots</source>
<translation>Hotspots</translation>
</message>
<message>
<source>Indicators</source>
<translation>Indicatoren</translation>
</message>
<message>
<source>Deliver</source>
<translation>Opleveren</translation>
</message>
<message>
<source>Operational</source>
<translation>Operationeel</translation>
</message>
<message>
<source>Tactical</source>
<translation>Tactisch</translation>
</message>
<message>
<source>Strategic</source>
<translation>Strategisch</translation>
</message>
<message>
<source>Internal: nothing is withheld</source>
<translation>Intern: niets wordt achtergehouden</translation>
</message>
<message>
<source>District: counts under 5 are withheld</source>
<translation>Stadsdeel: aantallen onder 5 worden achtergehouden</translation>
</message>
<message>
<source>Public: counts under 10 are withheld</source>
<translation>Openbaar: aantallen onder 10 worden achtergehouden</translation>
</message>
<message>
<source>Workspace</source>
<translation>Werkbestand</translation>
</message>
<message>
<source>Theme</source>
<translation>Thema</translation>
</message>
<message>
<source>The id of a theme, or the folder it stands in.</source>
<translation>De id van een thema, of de map waarin het staat.</translation>
</message>
<message>
<source>Level</source>
<translation>Niveau</translation>
</message>
<message>
<source>Operational: the last weeks. Tactical: the last quarter. Strategic: the last year.</source>
<translation>Operationeel: de laatste weken. Tactisch: het laatste kwartaal. Strategisch: het laatste jaar.</translation>
</message>
<message>
<source>Audience</source>
<translation>Publiek</translation>
</message>
<message>
<source>Who reads it. The numbers are protected together with all that these readers got of the theme before.</source>
<translation>Wie het leest. De aantallen worden beschermd samen met alles wat deze lezers eerder van het thema kregen.</translation>
</message>
<message>
<source>Publish although a source states no licence</source>
<translation>Publiceren hoewel een bron geen licentie noemt</translation>
</message>
<message>
<source>Only for the public it matters: without it, a source that states no licence is refused.</source>
<translation>Alleen van belang voor het openbaar publiek: zonder dit wordt een bron die geen licentie noemt geweigerd.</translation>
</message>
<message>
<source>Areas</source>
<translation>Gebieden</translation>
</message>
<message>
<source>A file with polygon layers, each a level of areas. Empty: the areas of the workspace, or none.</source>
<translation>Een bestand met vlakkenlagen, elk een niveau van gebieden. Leeg: de gebieden van het werkbestand, of geen.</translation>
</message>
<message>
<source>Erase events for good</source>
<translation>Registraties voorgoed wissen</translation>
</message>
<message>
<source>Ids of the events</source>
<translation>Id's van de registraties</translation>
</message>
<message>
<source>As in the column event_id, separated by commas or line ends; or the path of a text file with them, so that they do not stay in the history of Processing.</source>
<translation>Zoals in de kolom event_id, gescheiden door komma's of regeleinden; of het pad van een tekstbestand met de id's, zodat ze niet in de geschiedenis van Processing blijven staan.</translation>
</message>
<message>
<source>Reason</source>
<translation>Reden</translation>
</message>
<message>
<source>Stays in the workspace with the run; it may name none of the ids.</source>
<translation>Blijft in het werkbestand bij de uitvoering; mag geen van de id's noemen.</translation>
</message>
<message>
<source>Also what is past its retention</source>
<translation>Ook wat voorbij de bewaartermijn is</translation>
</message>
<message>
<source>On: erases what the definitions of the sources say is to be kept no longer.</source>
<translation>Aan: wist wat volgens de definities van de bronnen niet langer bewaard mag worden.</translation>
</message>
<message>
<source>Events erased</source>
<translation>Gewiste registraties</translation>
</message>
<message>
<source>Earlier versions erased</source>
<translation>Gewiste eerdere versies</translation>
</message>
<message>
<source>Rejected rows erased</source>
<translation>Gewiste afgekeurde rijen</translation>
</message>
<message>
<source>Addresses erased</source>
<translation>Gewiste adressen</translation>
</message>
<message>
<source>No source of this workspace states a retention.</source>
<translation>Geen bron van dit werkbestand noemt een bewaartermijn.</translation>
</message>
<message>
<source>Rules (*.yaml *.yml);;All files (*)</source>
<translation>Regels (*.yaml *.yml);;Alle bestanden (*)</translation>
</message>
<message>
<source>Incidents and their reports</source>
<translation>Incidenten en hun meldingen</translation>
</message>
<message>
<source>{count} incidents of {least} reports or more, each at the point of its first report. {linked} of {events} events were linked to others in run {run}.</source>
<translation>{count} incidenten van {least} meldingen of meer, elk op het punt van de eerste melding. In run {run} zijn {linked} van de {events} registraties aan andere gekoppeld.</translation>
</message>
<message>
<source>{events} events are {incidents} incidents; {several} of them are of several events, {linked} in all.</source>
<translation>{events} registraties zijn {incidents} incidenten; {several} daarvan bestaan uit meer registraties, samen {linked}.</translation>
</message>
<message>
<source>The links of {count} events were removed: each is an incident of its own again.</source>
<translation>De koppelingen van {count} registraties zijn weggehaald: elk is weer een incident op zichzelf.</translation>
</message>
<message>
<source>Link reports of the same thing</source>
<translation>Meldingen van hetzelfde koppelen</translation>
</message>
<message>
<source>Rules</source>
<translation>Regels</translation>
</message>
<message>
<source>A YAML file with rules for each category; empty for those of the package, which are a start.</source>
<translation>Een YAML-bestand met regels per categorie; leeg voor die van het pakket, die een begin zijn.</translation>
</message>
<message>
<source>Sources</source>
<translation>Bronnen</translation>
</message>
<message>
<source>The ids of sources, separated by semicolons; empty for all.</source>
<translation>De ids van bronnen, gescheiden door puntkomma’s; leeg voor alle.</translation>
</message>
<message>
<source>Fewest reports of an incident in the layer</source>
<translation>Minste aantal meldingen van een incident in de laag</translation>
</message>
<message>
<source>1: also events that were reported once, so that the layer holds every incident once.</source>
<translation>1: ook wat één keer is gemeld, zodat de laag elk incident één keer bevat.</translation>
</message>
<message>
<source>Remove all links</source>
<translation>Alle koppelingen weghalen</translation>
</message>
<message>
<source>Every event is an incident of its own again; nothing is linked.</source>
<translation>Elke registratie is weer een incident op zichzelf; er wordt niets gekoppeld.</translation>
</message>
<message>
<source>Incidents</source>
<translation>Incidenten</translation>
</message>
<message>
<source>A point for each incident, where it was first reported, with its number of reports.</source>
<translation>Een punt voor elk incident, waar het voor het eerst is gemeld, met het aantal meldingen.</translation>
</message>
<message>
<source>Report</source>
<translation>Verslag</translation>
</message>
<message>
<source>A page that says why rows were taken as one; empty for none.</source>
<translation>Een pagina die zegt waarom rijen als één zijn genomen; leeg voor geen.</translation>
</message>
<message>
<source>Events looked at</source>
<translation>Bekeken registraties</translation>
</message>
<message>
<source>Incidents of several events</source>
<translation>Incidenten van meer registraties</translation>
</message>
<message>
<source>Events in those</source>
<translation>Registraties daarin</translation>
</message>
<message>
<source>Registrations in two sources</source>
<translation>Registraties in twee bronnen</translation>
</message>
<message>
<source>Events that took no part</source>
<translation>Registraties die niet meededen</translation>
</message>
<message>
<source>Run</source>
<translation>Runnummer</translation>
</message>
<message>
<source>Month</source>
<translation>Maand</translation>
</message>
<message>
<source>Week</source>
<translation>Week</translation>
</message>
<message>
<source>Quality of the sources</source>
<translation>Kwaliteit van de bronnen</translation>
</message>
<message>
<source>Source</source>
<translation>Bron</translation>
</message>
<message>
<source>The id of one source; empty for all.</source>
<translation>De id van één bron; leeg voor alle.</translation>
</message>
<message>
<source>Period</source>
<translation>Periode</translation>
</message>
<message>
<source>What is compared: the latest thirteen months, or weeks.</source>
<translation>Wat wordt vergeleken: de laatste dertien maanden, of weken.</translation>
</message>
<message>
<source>A page to read or to print.</source>
<translation>Een pagina om te lezen of af te drukken.</translation>
</message>
<message>
<source>Figures</source>
<translation>Cijfers</translation>
</message>
<message>
<source>A table with a row for each figure of each source and period; without a period for all its events.</source>
<translation>Een tabel met een rij voor elk cijfer van elke bron en periode; zonder periode over al haar registraties.</translation>
</message>
<message>
<source>Figures that are bad</source>
<translation>Cijfers die slecht zijn</translation>
</message>
<message>
<source>Figures that call for attention</source>
<translation>Cijfers die aandacht vragen</translation>
</message>
<message>
<source>{source}: answers, {count} columns.</source>
<translation>{source}: antwoordt, {count} kolommen.</translation>
</message>
<message>
<source>{source} has changed: {said}</source>
<translation>{source} is veranderd: {said}</translation>
</message>
<message>
<source>{source} does not answer: {said}</source>
<translation>{source} antwoordt niet: {said}</translation>
</message>
<message>
<source>Check the sources</source>
<translation>De bronnen nalopen</translation>
</message>
<message>
<source>YAML files, or ids of sources of the package, separated by semicolons. Empty: those of the workspace, or without one all of the package that have an address and need no credentials.</source>
<translation>YAML-bestanden, of id's van bronnen van het pakket, gescheiden door puntkomma's. Leeg: die van het werkbestand, of zonder werkbestand alle van het pakket die een adres hebben en geen inloggegevens nodig hebben.</translation>
</message>
<message>
<source>A file for what was found, as JSON; empty for none.</source>
<translation>Een bestand voor wat er is gevonden, als JSON; leeg voor geen.</translation>
</message>
<message>
<source>Sources that are fine</source>
<translation>Bronnen die in orde zijn</translation>
</message>
<message>
<source>Sources that have changed</source>
<translation>Bronnen die veranderd zijn</translation>
</message>
<message>
<source>Sources that do not answer</source>
<translation>Bronnen die niet antwoorden</translation>
</message>
<message>
<source>Collect a source</source>
<translation>Een bron verzamelen</translation>
</message>
<message>
<source>The YAML file of a source with a connection, or the id of a source of the package.</source>
<translation>Het YAML-bestand van een bron met een verbinding, of het id van een bron uit het pakket.</translation>
</message>
<message>
<source>Fetch everything</source>
<translation>Alles ophalen</translation>
</message>
<message>
<source>Off: what is new since the last time, where the source has a date to ask by. On: everything; what is no longer there is withdrawn.</source>
<translation>Uit: wat nieuw is sinds de vorige keer, als de bron een datum heeft om op te vragen. Aan: alles; wat er niet meer staat, wordt ingetrokken.</translation>
</message>
<message>
<source>Credentials</source>
<translation>Inloggegevens</translation>
</message>
<message>
<source>From QGIS's authentication store. Empty: those the source names, or none.</source>
<translation>Uit de authenticatieopslag van QGIS. Leeg: die de bron noemt, of geen.</translation>
</message>
<message>
<source>Records read</source>
<translation>Records gelezen</translation>
</message>
<message>
<source>New events</source>
<translation>Nieuwe registraties</translation>
</message>
<message>
<source>Changed events</source>
<translation>Gewijzigde registraties</translation>
</message>
<message>
<source>Unchanged events</source>
<translation>Ongewijzigde registraties</translation>
</message>
<message>
<source>Withdrawn events</source>
<translation>Ingetrokken registraties</translation>
</message>
<message>
<source>Rows rejected</source>
<translation>Afgekeurde rijen</translation>
</message>
<message>
<source>Collect events from files</source>
<translation>Registraties verzamelen uit bestanden</translation>
</message>
<message>
<source>Files with events</source>
<translation>Bestanden met registraties</translation>
</message>
<message>
<source>A delimited text file, a spreadsheet or a layer file (GeoPackage, Shapefile, GeoJSON, FlatGeobuf), plain or zipped, or the path of a folder with such files.</source>
<translation>Een tekstbestand met scheidingstekens, een rekenblad of een bestand met een laag (GeoPackage, Shapefile, GeoJSON, FlatGeobuf), los of in een zip, of het pad van een map met zulke bestanden.</translation>
</message>
<message>
<source>Mapping</source>
<translation>Veldtoewijzing</translation>
</message>
<message>
<source>How the files become events: a YAML file, or the id of a source of the package. Empty: a mapping is guessed from the columns, and told.</source>
<translation>Hoe de bestanden registraties worden: een YAML-bestand, of de id van een bron uit de plug-in. Leeg: de toewijzing wordt uit de kolommen afgeleid, en gemeld.</translation>
</message>
<message>
<source>Rows read</source>
<translation>Gelezen rijen</translation>
</message>
<message>
<source>Events kept</source>
<translation>Behouden registraties</translation>
</message>
<message>
<source>Exact duplicates</source>
<translation>Volledig gelijke rijen</translation>
</message>
<message>
<source>Events as known on {moment}</source>
<translation>Registraties zoals bekend op {moment}</translation>
</message>
<message>
<source>{count} events as the workspace knew them after run {run}: reports that were closed, changed or withdrawn later stand here as they were.</source>
<translation>{count} registraties zoals het werkbestand ze kende na run {run}: meldingen die later zijn afgesloten, gewijzigd of ingetrokken staan hier zoals ze waren.</translation>
</message>
<message>
<source>{count} events were known after run {run}, which ended at {finished}.</source>
<translation>{count} registraties waren bekend na run {run}, die eindigde op {finished}.</translation>
</message>
<message>
<source>Events as they were known</source>
<translation>Registraties zoals ze bekend waren</translation>
</message>
<message>
<source>Moment</source>
<translation>Tijdstip</translation>
</message>
<message>
<source>In the time of Amsterdam. Empty: now.</source>
<translation>In de tijd van Amsterdam. Leeg: nu.</translation>
</message>
<message>
<source>Events</source>
<translation>Registraties</translation>
</message>
<message>
<source>The events with the values they had then.</source>
<translation>De registraties met de waarden die ze toen hadden.</translation>
</message>
<message>
<source>Events known</source>
<translation>Bekende registraties</translation>
</message>
<message>
<source>Refresh the sources</source>
<translation>De bronnen verversen</translation>
</message>
<message>
<source>Also what is not due</source>
<translation>Ook wat niet aan de beurt is</translation>
</message>
<message>
<source>On: every source with a connection, however short ago it was fetched.</source>
<translation>Aan: elke bron met een verbinding, hoe kort geleden ook opgehaald.</translation>
</message>
<message>
<source>Sources refreshed</source>
<translation>Ververste bronnen</translation>
</message>
<message>
<source>Sources that failed</source>
<translation>Mislukte bronnen</translation>
</message>
<message>
<source>No source of this workspace is due.</source>
<translation>Geen bron van dit werkbestand is aan de beurt.</translation>
</message>
<message>
<source>No source could be refreshed. {reason}</source>
<translation>Geen bron kon worden ververst. {reason}</translation>
</message>
<message>
<source>Make the sample city (synthetic)</source>
<translation>Voorbeeldstad maken (synthetisch)</translation>
</message>
<message>
<source>Seed</source>
<translation>Startgetal</translation>
</message>
<message>
<source>The same seed gives the same city; another one another city.</source>
<translation>Hetzelfde startgetal geeft dezelfde stad, een ander startgetal een andere.</translation>
</message>
<message>
<source>Number of neighbourhoods</source>
<translation>Aantal buurten</translation>
</message>
<message>
<source>They nest in about 30 quarters and 7 districts.</source>
<translation>Ze vallen precies binnen ongeveer 30 wijken en 7 stadsdelen.</translation>
</message>
<message>
<source>Number of reports</source>
<translation>Aantal meldingen</translation>
</message>
<message>
<source>Over three years. On top come inspections (15 % of this number), further reports (50 %) and visits of officers (12 %).</source>
<translation>Over drie jaar. Daarbij komen schouwen (15 % van dit aantal), overige meldingen (50 %) en bezoeken van handhavers (12 %).</translation>
</message>
<message>
<source>Folder to write to</source>
<translation>Map om in te schrijven</translation>
</message>
<message>
<source>A new or empty folder, or one with an earlier sample city, which is then replaced.</source>
<translation>Een nieuwe of lege map, of een met een eerdere voorbeeldstad, die dan wordt vervangen.</translation>
</message>
<message>
<source>Reports drawn</source>
<translation>Getrokken meldingen</translation>
</message>
<message>
<source>Inspections drawn</source>
<translation>Getrokken schouwen</translation>
</message>
<message>
<source>File with what is true</source>
<translation>Bestand met wat waar is</translation>
</message>
<message>
<source>Day</source>
<translation>Dag</translation>
</message>
<message>
<source>ISO week</source>
<translation>ISO-week</translation>
</message>
<message>
<source>Quarter</source>
<translation>Kwartaal</translation>
</message>
<message>
<source>Year</source>
<translation>Jaar</translation>
</message>
<message>
<source>All together, undated events too</source>
<translation>Alles samen, ook registraties zonder datum</translation>
</message>
<message>
<source>Hour</source>
<translation>Uur</translation>
</message>
<message>
<source>School holidays or other days of a calendar</source>
<translation>Schoolvakanties of andere dagen van een kalender</translation>
</message>
<message>
<source>Combine events by area, period and category</source>
<translation>Registraties combineren naar gebied, periode en categorie</translation>
</message>
<message>
<source>The id of one source; empty for all sources of the workspace.</source>
<translation>De id van één bron; leeg voor alle bronnen van het werkbestand.</translation>
</message>
<message>
<source>Level of areas</source>
<translation>Niveau van gebieden</translation>
</message>
<message>
<source>The name of a level of areas, such as neighbourhoods, or `cell` or `hexagon`. Empty for the finest areas, or for the places named in the source when the workspace has no areas.</source>
<translation>De naam van een gebiedsniveau, zoals neighbourhoods, of `cell` of `hexagon`. Leeg voor de fijnste gebieden, of voor de plaatsen die de bron noemt als het werkbestand geen gebieden heeft.</translation>
</message>
<message>
<source>Cell size in metres</source>
<translation>Celgrootte in meters</translation>
</message>
<message>
<source>Used with `cell`, a multiple of 25 m, and with `hexagon`, the distance between opposite sides in whole metres.</source>
<translation>Gebruikt bij `cell`, een veelvoud van 25 m, en bij `hexagon`, de afstand tussen tegenoverliggende zijden in hele meters.</translation>
</message>
<message>
<source>Periods are taken from the local wall time of the events.</source>
<translation>Perioden worden bepaald naar de plaatselijke kloktijd van de registraties.</translation>
</message>
<message>
<source>Days of the calendar</source>
<translation>Dagen van de kalender</translation>
</message>
<message>
<source>Used with the days of a calendar only: their kind, as the calendar's source calls them. Days one after the other are one period; all other days together are the period “other”.</source>
<translation>Alleen gebruikt bij de dagen van een kalender: hun soort, zoals de bron van de kalender ze noemt. Dagen achter elkaar zijn één periode; alle andere dagen samen zijn de periode “other”.</translation>
</message>
<message>
<source>Attribute</source>
<translation>Kenmerk</translation>
</message>
<message>
<source>The name of an attribute of the events, by whose values they are counted apart. Empty: not by an attribute.</source>
<translation>De naam van een kenmerk van de registraties, naar welks waarden ze apart worden geteld. Leeg: niet naar een kenmerk.</translation>
</message>
<message>
<source>Spread events over their interval</source>
<translation>Registraties over hun interval spreiden</translation>
</message>
<message>
<source>An event that is known only as from-to counts in each period for the part of the interval that lies in it. Measures are then left out.</source>
<translation>Een registratie die alleen als van-tot bekend is, telt in elke periode voor het deel van het interval dat erin ligt. Maten blijven dan weg.</translation>
</message>
<message>
<source>Combined table</source>
<translation>Gecombineerde tabel</translation>
</message>
<message>
<source>A row for each place, period, category and measure. Empty: the table is stored in the workspace only.</source>
<translation>Een rij voor elke plek, periode, categorie en maat. Leeg: de tabel komt alleen in het werkbestand.</translation>
</message>
<message>
<source>The layer with the old areas is in degrees, which measure no surface: save it in a projected CRS first.</source>
<translation>De laag met de oude gebieden is in graden, en die meten geen oppervlak: sla haar eerst op in een geprojecteerd CRS.</translation>
</message>
<message>
<source>Name the columns with code and number of the series.</source>
<translation>Noem de kolommen met de code en het aantal van de reeks.</translation>
</message>
<message>
<source>The series has {value} in “{column}”, which is no whole number of zero or more: only counts can be carried.</source>
<translation>De reeks heeft {value} in “{column}”, en dat is geen geheel getal van nul of meer: alleen aantallen kunnen worden overgebracht.</translation>
</message>
<message>
<source>{count} rows of the series have no code or no number and are left out; they are no zeros.</source>
<translation>{count} rijen van de reeks hebben geen code of geen aantal en blijven weg; het zijn geen nullen.</translation>
</message>
<message>
<source>Correspondence of two divisions of areas</source>
<translation>Overgang tussen twee gebiedsindelingen</translation>
</message>
<message>
<source>Old areas</source>
<translation>Oude gebieden</translation>
</message>
<message>
<source>A layer with the polygons of the old division.</source>
<translation>Een laag met de vlakken van de oude indeling.</translation>
</message>
<message>
<source>Old code</source>
<translation>Oude code</translation>
</message>
<message>
<source>The column with the code; rows of one code are one area.</source>
<translation>De kolom met de code; rijen met één code zijn één gebied.</translation>
</message>
<message>
<source>New areas</source>
<translation>Nieuwe gebieden</translation>
</message>
<message>
<source>A layer with the polygons of the new division.</source>
<translation>Een laag met de vlakken van de nieuwe indeling.</translation>
</message>
<message>
<source>New code</source>
<translation>Nieuwe code</translation>
</message>
<message>
<source>Points to weigh by</source>
<translation>Punten om mee te wegen</translation>
</message>
<message>
<source>A layer with points such as addresses: areas share those that lie in both. Empty: they share surface.</source>
<translation>Een laag met punten zoals adressen: gebieden delen de punten die in beide liggen. Leeg: ze delen oppervlak.</translation>
</message>
<message>
<source>Slivers (%)</source>
<translation>Splinters (%)</translation>
</message>
<message>
<source>An overlap of less than this part of both areas is left out and told.</source>
<translation>Een overlap die van beide gebieden minder dan dit deel is, blijft weg en wordt gezegd.</translation>
</message>
<message>
<source>Series</source>
<translation>Reeks</translation>
</message>
<message>
<source>A table with counts by old code that is to be carried to the new codes; empty for none.</source>
<translation>Een tabel met aantallen per oude code die naar de nieuwe codes moet worden gebracht; leeg voor geen.</translation>
</message>
<message>
<source>Series: old code</source>
<translation>Reeks: oude code</translation>
</message>
<message>
<source>The column with the old code.</source>
<translation>De kolom met de oude code.</translation>
</message>
<message>
<source>Series: number</source>
<translation>Reeks: aantal</translation>
</message>
<message>
<source>The column with the count, a whole number.</source>
<translation>De kolom met het aantal, een geheel getal.</translation>
</message>
<message>
<source>Series: kept apart by</source>
<translation>Reeks: gescheiden naar</translation>
</message>
<message>
<source>Columns such as year and category, whose values are kept apart.</source>
<translation>Kolommen zoals jaar en categorie, waarvan de waarden gescheiden blijven.</translation>
</message>
<message>
<source>Correspondence</source>
<translation>Overgangstabel</translation>
</message>
<message>
<source>A row for each pair of areas: the part of the old one in millionths, and what they share.</source>
<translation>Een rij per paar gebieden: het deel van het oude in miljoensten, en wat ze delen.</translation>
</message>
<message>
<source>Series by new code</source>
<translation>Reeks per nieuwe code</translation>
</message>
<message>
<source>The series by new code; its total is that of the series, but for what has no place.</source>
<translation>De reeks per nieuwe code; het totaal is dat van de reeks, op wat geen plaats heeft na.</translation>
</message>
<message>
<source>Pairs of areas</source>
<translation>Paren van gebieden</translation>
</message>
<message>
<source>Old areas that are wholly covered</source>
<translation>Oude gebieden die geheel worden bedekt</translation>
</message>
<message>
<source>Slivers left out</source>
<translation>Weggelaten splinters</translation>
</message>
<message>
<source>Events: {what}</source>
<translation>Registraties: {what}</translation>
</message>
<message>
<source>{count} events.</source>
<translation>{count} registraties.</translation>
</message>
<message>
<source>In a zone that held then</source>
<translation>In een zone die toen gold</translation>
</message>
<message>
<source>In a zone that held for part of the time</source>
<translation>In een zone die een deel van de tijd gold</translation>
</message>
<message>
<source>Unknown</source>
<translation>Onbekend</translation>
</message>
<message>
<source>In a zone that did not hold then</source>
<translation>In een zone die toen niet gold</translation>
</message>
<message>
<source>In no zone</source>
<translation>In geen zone</translation>
</message>
<message>
<source>Layers with objects</source>
<translation>Lagen met objecten</translation>
</message>
<message>
<source>The ids of layers for reference of the workspace, such as containers, separated by semicolons: of each the distance to the nearest object, and the number within the radius.</source>
<translation>De id's van referentielagen van het werkbestand, zoals containers, gescheiden door puntkomma's: van elk de afstand tot het dichtstbijzijnde object, en het aantal binnen de straal.</translation>
</message>
<message>
<source>Layer with zones</source>
<translation>Laag met zones</translation>
</message>
<message>
<source>The id of a layer for reference with polygons, such as areas where alcohol is banned.</source>
<translation>De id van een referentielaag met vlakken, zoals gebieden met een alcoholverbod.</translation>
</message>
<message>
<source>Zones: code or name</source>
<translation>Zones: code of naam</translation>
</message>
<message>
<source>The column that names a zone; empty for its id.</source>
<translation>De kolom die een zone noemt; leeg voor haar id.</translation>
</message>
<message>
<source>Zones: first day</source>
<translation>Zones: eerste dag</translation>
</message>
<message>
<source>The column with the first day on which a zone holds, or a date for all of them, such as 2026-01-31. Empty, or an empty cell: no bound.</source>
<translation>De kolom met de eerste dag waarop een zone geldt, of een datum voor alle, zoals 2026-01-31. Leeg, of een lege cel: geen grens.</translation>
</message>
<message>
<source>Zones: last day</source>
<translation>Zones: laatste dag</translation>
</message>
<message>
<source>The column with the last day on which a zone holds, or a date for all of them. Empty, or an empty cell: no bound.</source>
<translation>De kolom met de laatste dag waarop een zone geldt, of een datum voor alle. Leeg, of een lege cel: geen grens.</translation>
</message>
<message>
<source>Zones: weekdays</source>
<translation>Zones: weekdagen</translation>
</message>
<message>
<source>The column with the weekdays, or the weekdays of all zones, such as fri-sun or 1-5 (Monday is 1). Where hours reach across midnight, the day on which they begin. Empty: all days.</source>
<translation>De kolom met de weekdagen, of de weekdagen van alle zones, zoals vr-zo of 1-5 (maandag is 1). Waar uren over middernacht heen gaan, de dag waarop ze beginnen. Leeg: alle dagen.</translation>
</message>
<message>
<source>Zones: hours of the day</source>
<translation>Zones: uren van de dag</translation>
</message>
<message>
<source>The column with the hours, or the hours of all zones, such as 22:00-06:00, in the time on the clock; 00:00-24:00 for zones that always hold. Empty: all hours.</source>
<translation>De kolom met de uren, of de uren van alle zones, zoals 22:00-06:00, in de tijd op de klok; 00:00-24:00 voor zones die altijd gelden. Leeg: alle uren.</translation>
</message>
<message>
<source>Statistics</source>
<translation>Statistieken</translation>
</message>
<message>
<source>The names of statistics of areas, such as inhabitants, separated by semicolons: the value of the event's area in its year, or else in the nearest earlier year.</source>
<translation>De namen van statistieken van gebieden, zoals inhabitants, gescheiden door puntkomma's: de waarde van het gebied van de registratie in haar jaar, of anders in het dichtstbijzijnde eerdere jaar.</translation>
</message>
<message>
<source>The level whose statistics are taken; empty for the finest that has any.</source>
<translation>Het niveau waarvan de statistieken worden genomen; leeg voor het fijnste dat er heeft.</translation>
</message>
<message>
<source>Add to events what lies around them</source>
<translation>Registraties aanvullen met wat eromheen ligt</translation>
</message>
<message>
<source>The events with the columns that were added.</source>
<translation>De registraties met de kolommen die zijn toegevoegd.</translation>
</message>
<message>
<source>Radius in metres</source>
<translation>Straal in meters</translation>
</message>
<message>
<source>Objects at most so far away are counted; a polygon around the event too.</source>
<translation>Objecten op ten hoogste deze afstand tellen mee; een vlak om de registratie heen ook.</translation>
</message>
<message>
<source>Sources side by side</source>
<translation>Bronnen naast elkaar</translation>
</message>
<message>
<source>{sources} by {level} and period. Where a source tells nothing of a period the field is empty, which is not zero; where it covers a part of one, “complete” is no. {rates}</source>
<translation>{sources} naar {level} en periode. Waar een bron niets zegt over een periode is het veld leeg, en dat is niet nul; waar zij een deel ervan dekt, is ‘volledig’ nee. {rates}</translation>
</message>
<message>
<source>The rate of {source} is per {per} {denominator}.</source>
<translation>De verhouding van {source} is per {per} {denominator}.</translation>
</message>
<message>
<source>{source} per {per} {denominator}</source>
<translation>{source} per {per} {denominator}</translation>
</message>
<message>
<source>{source} complete</source>
<translation>{source} volledig</translation>
</message>
<message>
<source>{source}: events</source>
<translation>{source}: registraties</translation>
</message>
<message>
<source>{rows} rows: {places} areas in {periods} periods.</source>
<translation>{rows} rijen: {places} gebieden in {periods} perioden.</translation>
</message>
<message>
<source>Put sources side by side</source>
<translation>Bronnen naast elkaar zetten</translation>
</message>
<message>
<source>Sources and denominators</source>
<translation>Bronnen en noemers</translation>
</message>
<message>
<source>Ids of sources, separated by semicolons, each with its denominator after a colon: a statistic of the areas (per 1,000), km2, or another of the sources (per 100). For example reports: inhabitants; sanctions: inspections; inspections.</source>
<translation>Id's van bronnen, gescheiden door puntkomma's, elk met haar noemer na een dubbele punt: een statistiek van de gebieden (per 1.000), km2, of een andere van de bronnen (per 100). Bijvoorbeeld meldingen: inhabitants; sancties: inspecties; inspecties.</translation>
</message>
<message>
<source>The name of a level of the workspace; empty for the finest areas.</source>
<translation>De naam van een niveau van het werkbestand; leeg voor de fijnste gebieden.</translation>
</message>
<message>
<source>An area for each period, with events, rate and completeness of each source.</source>
<translation>Een gebied voor elke periode, met registraties, verhouding en volledigheid van elke bron.</translation>
</message>
<message>
<source>Rows</source>
<translation>Rijen</translation>
</message>
<message>
<source>Make a briefing</source>
<translation>Briefing maken</translation>
</message>
<message>
<source>Area</source>
<translation>Gebied</translation>
</message>
<message>
<source>Code or name of an area. Empty: the whole city.</source>
<translation>Code of naam van een gebied. Leeg: de hele stad.</translation>
</message>
<message>
<source>Briefing</source>
<translation>Briefing</translation>
</message>
<message>
<source>The PDF to write: map, key figures, charts and hot spots.</source>
<translation>De PDF die wordt geschreven: kaart, kerncijfers, grafieken en hotspots.</translation>
</message>
<message>
<source>Map as a picture</source>
<translation>Kaart als afbeelding</translation>
</message>
<message>
<source>A file for the map alone, as an A4 sheet; empty for none.</source>
<translation>Een bestand voor alleen de kaart, op A4; leeg voor geen.</translation>
</message>
<message>
<source>Build a theme</source>
<translation>Thema opbouwen</translation>
</message>
<message>
<source>A file to collect first, or the path of a folder with files. Empty: the theme is built on what the workspace holds.</source>
<translation>Een bestand om eerst te verzamelen, of het pad van een map met bestanden. Leeg: het thema wordt gebouwd op wat het werkbestand bevat.</translation>
</message>
<message>
<source>Mappings</source>
<translation>Veldtoewijzingen</translation>
</message>
<message>
<source>How the files become events: YAML files, or ids of sources of the package, separated by semicolons. Empty: a mapping is guessed from the columns, and told.</source>
<translation>Hoe de bestanden registraties worden: YAML-bestanden, of id's van bronnen uit de plug-in, gescheiden door puntkomma's. Leeg: de toewijzing wordt uit de kolommen afgeleid, en gemeld.</translation>
</message>
<message>
<source>The seed of the permutations: the same seed gives the same result.</source>
<translation>Het startgetal van de permutaties: hetzelfde startgetal geeft dezelfde uitkomst.</translation>
</message>
<message>
<source>Project</source>
<translation>Project</translation>
</message>
<message>
<source>QGIS project (*.qgz)</source>
<translation>QGIS-project (*.qgz)</translation>
</message>
<message>
<source>A project to write or to refresh, with the theme as a group of layers. Empty: the group comes into the project that is open.</source>
<translation>Een project om te schrijven of bij te werken, met het thema als groep van lagen. Leeg: de groep komt in het project dat open is.</translation>
</message>
<message>
<source>Summary as JSON</source>
<translation>Samenvatting als JSON</translation>
</message>
<message>
<source>The rows of some areas, and totals of the city</source>
<translation>De rijen van enkele gebieden, en totalen van de stad</translation>
</message>
<message>
<source>The rows of the whole city</source>
<translation>De rijen van de hele stad</translation>
</message>
<message>
<source>Totals of the city alone</source>
<translation>Alleen totalen van de stad</translation>
</message>
<message>
<source>Nothing: the rights are taken back</source>
<translation>Niets: de rechten worden teruggenomen</translation>
</message>
<message>
<source>{place} is a file: whoever has it sees all of it. Rights are those of a workspace in PostgreSQL.</source>
<translation>{place} is een bestand: wie het heeft ziet er alles van. Rechten zijn er op een werkbestand in PostgreSQL.</translation>
</message>
<message>
<source>{role} is given this right: {may}. Rights of groups it is a member of come on top.</source>
<translation>{role} krijgt dit recht: {may}. Rechten van groepen waarvan zij lid is komen daarbij.</translation>
</message>
<message>
<source>Anybody who can connect to the database can learn from PostGIS how many events lie where, though not which. Who manages it can end that: REVOKE EXECUTE ON FUNCTION {functions} FROM PUBLIC.</source>
<translation>Iedereen die verbinding met de database kan maken, kan van PostGIS te weten komen hoeveel registraties waar liggen, al is het niet welke. Wie haar beheert kan dat beëindigen: REVOKE EXECUTE ON FUNCTION {functions} FROM PUBLIC.</translation>
</message>
<message>
<source>It sees the rows of {count} of the finest areas.</source>
<translation>Zij ziet de rijen van {count} van de fijnste gebieden.</translation>
</message>
<message>
<source>Say who may see what</source>
<translation>Zeggen wie wat mag zien</translation>
</message>
<message>
<source>Role</source>
<translation>Rol</translation>
</message>
<message>
<source>The name of a role of the database: of a person, or of a group.</source>
<translation>De naam van een rol van de database: van een persoon, of van een groep.</translation>
</message>
<message>
<source>May see</source>
<translation>Mag zien</translation>
</message>
<message>
<source>Who collects is a member of the role that owns the workspace, and sees everything.</source>
<translation>Wie verzamelt is lid van de rol die het werkbestand bezit, en ziet alles.</translation>
</message>
<message>
<source>Codes of areas, such as districts, separated by semicolons.</source>
<translation>Codes van gebieden, zoals stadsdelen, gescheiden door puntkomma's.</translation>
</message>
<message>
<source>The level the codes are of; empty for the finest that has them.</source>
<translation>Het niveau waarvan de codes zijn; leeg voor het fijnste dat ze heeft.</translation>
</message>
<message>
<source>Finest areas seen</source>
<translation>Fijnste gebieden in zicht</translation>
</message>
<message>
<source>{theme}: {title}</source>
<translation>{theme}: {title}</translation>
</message>
<message>
<source>{theme}: {said}</source>
<translation>{theme}: {said}</translation>
</message>
<message>
<source>List the themes</source>
<translation>Thema's opsommen</translation>
</message>
<message>
<source>Themes</source>
<translation>Thema's</translation>
</message>
<message>
<source>A row for each theme: what it asks, what it needs, and with a workspace what that has of it.</source>
<translation>Een rij per thema: wat het vraagt, wat het nodig heeft, en met een werkbestand wat daarvan aanwezig is.</translation>
</message>
<message>
<source>Number of themes</source>
<translation>Aantal thema's</translation>
</message>
<message>
<source>Themes the workspace has events of</source>
<translation>Thema's waarvan het werkbestand registraties bevat</translation>
</message>
<message>
<source>Themes as JSON</source>
<translation>Thema's als JSON</translation>
</message>
<message>
<source>{rows} rows in {tables} tables are in {target} now, {events} of them events; their number and their checksum are those of {place}, table by table. {place} is as it was: delete it when it is no longer needed.</source>
<translation>{rows} rijen in {tables} tabellen staan nu in {target}, waarvan {events} registraties; hun aantal en controlesom zijn die van {place}, tabel voor tabel. {place} is zoals het was: verwijder het wanneer het niet meer nodig is.</translation>
</message>
<message>
<source>Move a workspace</source>
<translation>Een werkbestand verplaatsen</translation>
</message>
<message>
<source>New place</source>
<translation>Nieuwe plaats</translation>
</message>
<message>
<source>A new GeoPackage, or the address of a schema of PostgreSQL without a workspace in it: postgresql://server:5432/database?schema=igh&amp;authcfg=id.</source>
<translation>Een nieuwe GeoPackage, of het adres van een schema van PostgreSQL zonder werkbestand erin: postgresql://server:5432/database?schema=igh&amp;authcfg=id.</translation>
</message>
<message>
<source>Nothing of the night's work could be done. {reason}</source>
<translation>Niets van het nachtwerk kon worden gedaan. {reason}</translation>
</message>
<message>
<source>Do the night's work</source>
<translation>Het nachtwerk doen</translation>
</message>
<message>
<source>Ids of themes, or the folders they stand in, separated by semicolons.</source>
<translation>Id's van thema's, of de mappen waarin ze staan, gescheiden door puntkomma's.</translation>
</message>
<message>
<source>A project to write or to refresh, with the themes as groups; empty for none.</source>
<translation>Een project om te schrijven of bij te werken, met de thema's als groepen; leeg voor geen.</translation>
</message>
<message>
<source>Folder for briefings</source>
<translation>Map voor briefings</translation>
</message>
<message>
<source>One PDF per theme for the whole and for each district; empty for none.</source>
<translation>Een PDF per thema voor het geheel en voor elk stadsdeel; leeg voor geen.</translation>
</message>
<message>
<source>What was done, as JSON; its exit_code is 0 when all was done, 1 when nothing was, 2 when a part was.</source>
<translation>Wat er is gedaan, als JSON; exit_code is 0 als alles is gedaan, 1 als niets is gedaan, 2 als een deel is gedaan.</translation>
</message>
<message>
<source>0 whole, 1 failed, 2 partly</source>
<translation>0 heel, 1 mislukt, 2 deels</translation>
</message>
<message>
<source>Steps done</source>
<translation>Stappen gedaan</translation>
</message>
<message>
<source>Steps that failed</source>
<translation>Stappen die mislukten</translation>
</message>
<message>
<source>Publish a theme</source>
<translation>Thema publiceren</translation>
</message>
<message>
<source>Also write a page of HTML</source>
<translation>Ook een pagina HTML schrijven</translation>
</message>
<message>
<source>One page with all tables, which loads nothing and needs nothing else.</source>
<translation>Eén pagina met alle tabellen, die niets laadt en niets anders nodig heeft.</translation>
</message>
<message>
<source>Publication</source>
<translation>Publicatie</translation>
</message>
<message>
<source>A folder for a GeoPackage with a styled layer of areas and tables, and a CSV file of each. Files of an earlier publication in it are replaced.</source>
<translation>Een map voor een GeoPackage met een opgemaakte laag van gebieden en tabellen, en van elk een CSV-bestand. Bestanden van een eerdere publicatie erin worden vervangen.</translation>
</message>
<message>
<source>Counts withheld</source>
<translation>Achtergehouden aantallen</translation>
</message>
<message>
<source>Counts shown</source>
<translation>Getoonde aantallen</translation>
</message>
<message>
<source>The style of {path} could not be kept beside it: {reason}</source>
<translation>De stijl van {path} kon niet ernaast worden bewaard: {reason}</translation>
</message>
<message>
<source>Suggested</source>
<translation>Voorgesteld</translation>
</message>
<message>
<source>Days</source>
<translation>Dagen</translation>
</message>
<message>
<source>Weeks, from Monday</source>
<translation>Weken, vanaf maandag</translation>
</message>
<message>
<source>Months</source>
<translation>Maanden</translation>
</message>
<message>
<source>a day</source>
<translation>een dag</translation>
</message>
<message>
<source>a week</source>
<translation>een week</translation>
</message>
<message>
<source>a month</source>
<translation>een maand</translation>
</message>
<message>
<source>The first day lies after the last one: exchange them.</source>
<translation>De eerste dag ligt na de laatste: verwissel ze.</translation>
</message>
<message>
<source>There are {n} complete steps of {step} from {first} to {last}, and at least {least} are needed: choose a shorter step.</source>
<translation>Er zijn {n} volledige stappen van {step} van {first} tot en met {last}, en er zijn er ten minste {least} nodig: kies een kortere stap.</translation>
</message>
<message>
<source>{n} steps of {step} are more than {most}: choose a longer step, or later first and earlier last days.</source>
<translation>{n} stappen van {step} zijn er meer dan {most}: kies een langere stap, of een latere eerste en een eerdere laatste dag.</translation>
</message>
<message>
<source>{places} places times {steps} steps are more than {most}: choose larger cells, a longer step, or a smaller boundary.</source>
<translation>{places} plaatsen maal {steps} stappen zijn er meer dan {most}: kies grotere cellen, een langere stap, of een kleinere grens.</translation>
</message>
<message>
<source>Steps of {step}, suggested: the longest of which there are at least {least}; there are {n}.</source>
<translation>Stappen van {step}, voorgesteld: de langste waarvan er ten minste {least} zijn; het zijn er {n}.</translation>
</message>
<message>
<source>{events} events in {places} places and {steps} steps of {step}, from {first} to {last}.</source>
<translation>{events} gebeurtenissen in {places} plaatsen en {steps} stappen van {step}, van {first} tot en met {last}.</translation>
</message>
<message>
<source>{n} events are left out: they lie in no complete step.</source>
<translation>{n} gebeurtenissen vallen weg: ze liggen in geen volledige stap.</translation>
</message>
<message>
<source>{draws} permutations; the smallest p that can come out is {p}.</source>
<translation>{draws} permutaties; de kleinst mogelijke p is {p}.</translation>
</message>
<message>
<source>{draws} permutations; the smallest p that can come out is {p}: of {bins} tests {n} must be as sure for any to pass.</source>
<translation>{draws} permutaties; de kleinste p die eruit kan komen is {p}: van {bins} toetsen moeten er {n} zo zeker zijn voordat er een slaagt.</translation>
</message>
<message>
<source>On average {mean} events in a place and step: with larger cells or longer steps more can be found.</source>
<translation>Gemiddeld {mean} gebeurtenissen per plaats en stap: met grotere cellen of langere stappen is meer te vinden.</translation>
</message>
<message>
<source>Hot now: {n} places, {share} % of all, with {held} % of the last events.</source>
<translation>Nu hot: {n} plaatsen, {share} % van alle, met {held} % van de laatste gebeurtenissen.</translation>
</message>
<message>
<source>Cold now: {n} places.</source>
<translation>Nu cold: {n} plaatsen.</translation>
</message>
<message>
<source>{pattern}: {n}</source>
<translation>{pattern}: {n}</translation>
</message>
<message>
<source>{pattern}: {n}, strongest in {areas}</source>
<translation>{pattern}: {n}, het sterkst in {areas}</translation>
</message>
<message>
<source>No place has a pattern: nowhere was it hot or cold for chance not to explain it.</source>
<translation>Geen plaats heeft een patroon: nergens was het zo hot of cold dat toeval het niet verklaart.</translation>
</message>
<message>
<source>Emerging hot spots</source>
<translation>Opkomende hotspots</translation>
</message>
<message>
<source>What became of hot and cold spots in {steps} steps of {step}, from {first} to {last}: {places} places.</source>
<translation>Wat er van hot- en coldspots werd in {steps} stappen van {step}, van {first} tot en met {last}: {places} plaatsen.</translation>
</message>
<message>
<source>{formula}, in each step with {before} before it, against the mean of all steps; neighbours: {rule}; {draws} conditional permutations, seed {seed}; false discovery rate controlled: {fdr}; hot or cold at 95 %; trend: Mann-Kendall on z at 5 %, autocorrelation allowed for (Hamed and Rao 1998): {adjusted}; classes as in {version}</source>
<translation>{formula}, in elke stap met {before} ervoor, tegen het gemiddelde van alle stappen; buren: {rule}; {draws} conditionele permutaties, seed {seed}; aandeel valse vondsten beheerst: {fdr}; hot of cold bij 95 %; trend: Mann-Kendall op z bij 5 %, autocorrelatie meegewogen (Hamed en Rao 1998): {adjusted}; klassen als in {version}</translation>
</message>
<message>
<source>Pattern</source>
<translation>Patroon</translation>
</message>
<message>
<source>Steps that were hot</source>
<translation>Stappen die hot waren</translation>
</message>
<message>
<source>Steps that were cold</source>
<translation>Stappen die cold waren</translation>
</message>
<message>
<source>Events in the last step</source>
<translation>Gebeurtenissen in de laatste stap</translation>
</message>
<message>
<source>Gi* in the last step (z)</source>
<translation>Gi* in de laatste stap (z)</translation>
</message>
<message>
<source>Class of confidence in the last step</source>
<translation>Klasse van zekerheid in de laatste stap</translation>
</message>
<message>
<source>Trend (z)</source>
<translation>Trend (z)</translation>
</message>
<message>
<source>Trend (p)</source>
<translation>Trend (p)</translation>
</message>
<message>
<source>Trend (p), autocorrelation allowed for</source>
<translation>Trend (p), autocorrelatie meegewogen</translation>
</message>
<message>
<source>First day of the step</source>
<translation>Eerste dag van de stap</translation>
</message>
<message>
<source>Points in a CRS in metres; a selection of them is taken alone.</source>
<translation>Punten in een CRS in meters; van een selectie alleen die.</translation>
</message>
<message>
<source>Time</source>
<translation>Tijd</translation>
</message>
<message>
<source>When each happened, in local time.</source>
<translation>Wanneer elk gebeurde, in lokale tijd.</translation>
</message>
<message>
<source>Step of time</source>
<translation>Stap in de tijd</translation>
</message>
<message>
<source>Suggested: the longest of month, week and day of which there are at least twelve; ten are needed.</source>
<translation>Voorgesteld: de langste van maand, week en dag waarvan er ten minste twaalf zijn; tien zijn nodig.</translation>
</message>
<message>
<source>First day</source>
<translation>Eerste dag</translation>
</message>
<message>
<source>From when on the data are complete; empty: the day of the first event.</source>
<translation>Vanaf wanneer de gegevens volledig zijn; leeg: de dag van de eerste gebeurtenis.</translation>
</message>
<message>
<source>Last day</source>
<translation>Laatste dag</translation>
</message>
<message>
<source>Until when the data are complete; empty: the day of the last event. A step that is not over by then is left out.</source>
<translation>Tot wanneer de gegevens volledig zijn; leeg: de dag van de laatste gebeurtenis. Een stap die dan niet voorbij is valt weg.</translation>
</message>
<message>
<source>Neighbours</source>
<translation>Buren</translation>
</message>
<message>
<source>Which places count as neighbours. Of hexagons these are the six that share a side.</source>
<translation>Welke plaatsen als buren gelden. Van zeshoeken zijn dat de zes met een gedeelde zijde.</translation>
</message>
<message>
<source>Distance in metres</source>
<translation>Afstand in meters</translation>
</message>
<message>
<source>Used with the distance rule only.</source>
<translation>Alleen gebruikt bij de afstandsregel.</translation>
</message>
<message>
<source>Number of nearest</source>
<translation>Aantal dichtstbijzijnde</translation>
</message>
<message>
<source>Used with the rule of the nearest centres only.</source>
<translation>Alleen gebruikt bij de regel van de dichtstbijzijnde middelpunten.</translation>
</message>
<message>
<source>Steps before</source>
<translation>Stappen ervoor</translation>
</message>
<message>
<source>How many earlier steps count as neighbours in time. With 0 each step stands alone, and trends are surer.</source>
<translation>Hoeveel eerdere stappen als buren in de tijd gelden. Met 0 staat elke stap alleen, en zijn trends zekerder.</translation>
</message>
<message>
<source>Allow for autocorrelation in trends</source>
<translation>Autocorrelatie in trends meewegen</translation>
</message>
<message>
<source>What is busy stays busy for a while, which makes trends look surer than they are (Hamed and Rao 1998).</source>
<translation>Wat druk is blijft een tijd druk, waardoor trends zekerder lijken dan ze zijn (Hamed en Rao 1998).</translation>
</message>
<message>
<source>The places with their pattern, new and growing hot spots first.</source>
<translation>De plaatsen met hun patroon, nieuwe en groeiende hotspots eerst.</translation>
</message>
<message>
<source>Places and steps</source>
<translation>Plaatsen en stappen</translation>
</message>
<message>
<source>A row for each place and step: events, z, p and class of confidence.</source>
<translation>Een rij per plaats en stap: gebeurtenissen, z, p en klasse van zekerheid.</translation>
</message>
<message>
<source>Benjamini-Hochberg over all places and steps: of many tests some come out by chance.</source>
<translation>Benjamini-Hochberg over alle plaatsen en stappen: van veel toetsen komen er enkele door toeval uit.</translation>
</message>
<message>
<source>Steps of time</source>
<translation>Stappen in de tijd</translation>
</message>
<message>
<source>Places with a hot pattern</source>
<translation>Plaatsen met een hot patroon</translation>
</message>
<message>
<source>Places with a cold pattern</source>
<translation>Plaatsen met een cold patroon</translation>
</message>
<message>
<source>{n} events are left out: no place, no time, or an empty weight.</source>
<translation>{n} gebeurtenissen vallen weg: geen plaats, geen tijd, of een leeg gewicht.</translation>
</message>
<message>
<source>{n} clusters hold {share} % of {events} events, on {km2} km²; {alone} events are in none.</source>
<translation>{n} clusters bevatten {share} % van {events} gebeurtenissen, op {km2} km²; {alone} gebeurtenissen zitten in geen.</translation>
</message>
<message>
<source>No cluster: nowhere lie {minimum} events as close together as that. Choose a larger distance or fewer events.</source>
<translation>Geen cluster: nergens liggen {minimum} gebeurtenissen zo dicht bij elkaar. Kies een grotere afstand of minder gebeurtenissen.</translation>
</message>
<message>
<source>Largest: {listed}.</source>
<translation>De grootste: {listed}.</translation>
</message>
<message>
<source>{n} events in {area}</source>
<translation>{n} gebeurtenissen in {area}</translation>
</message>
<message>
<source>{n} clusters grew from {first} to {last} more than chance explains, against the {days} days before; {m} shrank.</source>
<translation>{n} clusters groeiden van {first} tot en met {last} meer dan toeval verklaart, tegen de {days} dagen ervoor; {m} krompen.</translation>
</message>
<message>
<source>{n} clusters lie in one single place. Where addresses stand for several things, or one thing is reported again and again, tick “Count a place once a day”.</source>
<translation>{n} clusters liggen op één enkele plek. Waar adressen voor meer dingen staan, of één ding steeds opnieuw wordt gemeld: vink “Tel een plek één keer per dag” aan.</translation>
</message>
<message>
<source>One cluster holds {share} % of all events: the distance is so large that everything hangs together.</source>
<translation>Eén cluster bevat {share} % van alle gebeurtenissen: de afstand is zo groot dat alles samenhangt.</translation>
</message>
<message>
<source>Clusters of events</source>
<translation>Clusters van gebeurtenissen</translation>
</message>
<message>
<source>Events in clusters</source>
<translation>Gebeurtenissen in clusters</translation>
</message>
<message>
<source>{n} clusters of {events} events.</source>
<translation>{n} clusters van {events} gebeurtenissen.</translation>
</message>
<message>
<source>{formula}: at least {minimum} events within {reach} m{time}; each place once a day: {once}; drawn as the hull around its events and half the distance; {left_out} events left out</source>
<translation>{formula}: ten minste {minimum} gebeurtenissen binnen {reach} m{time}; elke plek één keer per dag: {once}; getekend als de omtrek om de gebeurtenissen en de halve afstand; {left_out} gebeurtenissen vielen weg</translation>
</message>
<message>
<source> and {span} days</source>
<translation> en {span} dagen</translation>
</message>
<message>
<source>growth: the last {days} days against as many before, E-test (Krishnamoorthy and Thomson 2004)</source>
<translation>groei: de laatste {days} dagen tegen evenveel ervoor, E-toets (Krishnamoorthy en Thomson 2004)</translation>
</message>
<message>
<source>yes</source>
<translation>ja</translation>
</message>
<message>
<source>no</source>
<translation>nee</translation>
</message>
<message>
<source>events</source>
<translation>gebeurtenissen</translation>
</message>
<message>
<source>core</source>
<translation>kern</translation>
</message>
<message>
<source>edge</source>
<translation>rand</translation>
</message>
<message>
<source>Sum of weights</source>
<translation>Som van de gewichten</translation>
</message>
<message>
<source>Different places</source>
<translation>Verschillende plekken</translation>
</message>
<message>
<source>Size (km²)</source>
<translation>Oppervlakte (km²)</translation>
</message>
<message>
<source>Events per km²</source>
<translation>Gebeurtenissen per km²</translation>
</message>
<message>
<source>Events in the recent days</source>
<translation>Gebeurtenissen in de laatste dagen</translation>
</message>
<message>
<source>Events in as many days before</source>
<translation>Gebeurtenissen in evenveel dagen ervoor</translation>
</message>
<message>
<source>Growth (%)</source>
<translation>Groei (%)</translation>
</message>
<message>
<source>Growth (p)</source>
<translation>Groei (p)</translation>
</message>
<message>
<source>Rank of the cluster</source>
<translation>Rang van de cluster</translation>
</message>
<message>
<source>Role in the cluster</source>
<translation>Rol in de cluster</translation>
</message>
<message>
<source>Clusters of events (ST-DBSCAN)</source>
<translation>Clusters van gebeurtenissen (ST-DBSCAN)</translation>
</message>
<message>
<source>When each happened; empty: events at any time may be in one cluster.</source>
<translation>Wanneer elk gebeurde; leeg: gebeurtenissen op elk moment kunnen in één cluster zitten.</translation>
</message>
<message>
<source>Events up to this far from each other are close.</source>
<translation>Gebeurtenissen tot zo ver van elkaar zijn dichtbij.</translation>
</message>
<message>
<source>Used with a time only: events up to this long after each other are close. It may be a part of a day.</source>
<translation>Alleen gebruikt met een tijd: gebeurtenissen tot zo lang na elkaar zijn dichtbij. Het mag een deel van een dag zijn.</translation>
</message>
<message>
<source>Fewest events</source>
<translation>Minste gebeurtenissen</translation>
</message>
<message>
<source>How many must be close to one of them, itself among these, for a cluster.</source>
<translation>Hoeveel er dicht bij één ervan moeten liggen, zichzelf meegeteld, voor een cluster.</translation>
</message>
<message>
<source>Count a place once a day</source>
<translation>Tel een plek één keer per dag</translation>
</message>
<message>
<source>Events in the same place on the same day count for one towards the fewest events; without a time those in the same place.</source>
<translation>Gebeurtenissen op dezelfde plek op dezelfde dag tellen voor één mee bij de minste gebeurtenissen; zonder tijd die op dezelfde plek.</translation>
</message>
<message>
<source>Weight</source>
<translation>Gewicht</translation>
</message>
<message>
<source>What each event counts for in the size of a cluster; the fewest events are counted without it.</source>
<translation>Waarvoor elke gebeurtenis telt in de grootte van een cluster; de minste gebeurtenissen worden zonder geteld.</translation>
</message>
<message>
<source>Recent days</source>
<translation>Laatste dagen</translation>
</message>
<message>
<source>Used with a time only: growth is these last days of the events against as many before them.</source>
<translation>Alleen gebruikt met een tijd: groei is deze laatste dagen van de gebeurtenissen tegen evenveel ervoor.</translation>
</message>
<message>
<source>Polygons of which each cluster gets the name.</source>
<translation>Vlakken waarvan elke cluster de naam krijgt.</translation>
</message>
<message>
<source>Name of the area</source>
<translation>Naam van het gebied</translation>
</message>
<message>
<source>The column with the name or code.</source>
<translation>De kolom met de naam of code.</translation>
</message>
<message>
<source>Clusters</source>
<translation>Clusters</translation>
</message>
<message>
<source>A hull for each cluster, the largest first.</source>
<translation>Een omtrek voor elke cluster, de grootste eerst.</translation>
</message>
<message>
<source>The events that are in a cluster, with its rank and their role: core or edge.</source>
<translation>De gebeurtenissen die in een cluster zitten, met de rang ervan en hun rol: kern of rand.</translation>
</message>
<message>
<source>Events left out</source>
<translation>Weggelaten gebeurtenissen</translation>
</message>
<message>
<source>Group by</source>
<translation>Groeperen op</translation>
</message>
<message>
<source>A column such as the category: each of its values is analysed by itself. The layer holds all of them, with their value in the column “group”; in the legend the first is switched on.</source>
<translation>Een kolom zoals de categorie: elk van haar waarden wordt op zichzelf geanalyseerd. De laag bevat ze allemaal, met hun waarde in de kolom “group”; in de legenda staat de eerste aan.</translation>
</message>
<message>
<source>Hot spots (Getis-Ord Gi*)</source>
<translation>Hotspots (Getis-Ord Gi*)</translation>
</message>
<message>
<source>Which polygons count as neighbours. Each is its own neighbour too (Gi*).</source>
<translation>Welke vlakken buren zijn. Elk vlak is ook zijn eigen buur (Gi*).</translation>
</message>
<message>
<source>A field to divide by, such as inspections or inhabitants; rates are shrunk by empirical Bayes.</source>
<translation>Een veld om door te delen, zoals schouwen of inwoners; verhoudingen worden met empirical Bayes naar het gemiddelde getrokken.</translation>
</message>
<message>
<source>The polygons, or the cells, with z (gi_z), p (gi_p), the class from -3 to 3 (gi_bin) and the number of neighbours.</source>
<translation>De vlakken, of de cellen, met z (gi_z), p (gi_p), de klasse van -3 tot 3 (gi_bin) en het aantal buren.</translation>
</message>
<message>
<source>Squares</source>
<translation>Vierkanten</translation>
</message>
<message>
<source>Hexagons</source>
<translation>Zeshoeken</translation>
</message>
<message>
<source>The layer is in degrees ({crs}). Reproject it to a CRS in metres first, such as EPSG:28992.</source>
<translation>De laag is in graden ({crs}). Projecteer de laag eerst opnieuw naar een CRS in meters, zoals EPSG:28992.</translation>
</message>
<message>
<source>The boundary spans {n} cells of {size} m, more than {most}: choose a larger cell or a smaller boundary.</source>
<translation>De begrenzing beslaat {n} cellen van {size} m, meer dan {most}: kies een grotere cel of een kleinere begrenzing.</translation>
</message>
<message>
<source>No point is left to count.</source>
<translation>Er blijft geen punt over om te tellen.</translation>
</message>
<message>
<source>“{column}” holds no dates or times: choose a column of that type.</source>
<translation>“{column}” bevat geen datums of tijden: kies een kolom van dat type.</translation>
</message>
<message>
<source>{n} events are left out: no time.</source>
<translation>{n} gebeurtenissen vallen weg: geen tijd.</translation>
</message>
<message>
<source>No event with a time is left.</source>
<translation>Er blijft geen gebeurtenis met een tijd over.</translation>
</message>
<message>
<source>“{column}” holds no numbers: choose another column.</source>
<translation>“{column}” bevat geen getallen: kies een andere kolom.</translation>
</message>
<message>
<source>Caution: {n} events are dated half a year or more from all others, between {earliest} and {latest}; the data are taken to span {first} to {last}.</source>
<translation>Let op: {n} gebeurtenissen hebben een datum een half jaar of meer van alle andere, tussen {earliest} en {latest}; de gegevens gelden als van {first} tot en met {last}.</translation>
</message>
<message>
<source>Caution: the last event of the layer is of {last}. Where the data end earlier than the days that are looked at, a fall is no fall.</source>
<translation>Let op: de laatste gebeurtenis van de laag is van {last}. Waar de gegevens eerder eindigen dan de dagen die worden bekeken is een daling geen daling.</translation>
</message>
<message>
<source>“{column}” is infinite in {n} rows, as a division by zero is: make these empty, or numbers.</source>
<translation>“{column}” is in {n} rijen oneindig, zoals een deling door nul: maak deze leeg, of getallen.</translation>
</message>
<message>
<source>The result could not be written: {reason}.</source>
<translation>Het resultaat kon niet worden geschreven: {reason}.</translation>
</message>
<message>
<source>“{layer}” has no polygons, or none of them is selected: choose another layer, or leave it empty.</source>
<translation>“{layer}” heeft geen vlakken, of geen ervan is geselecteerd: kies een andere laag, of laat leeg.</translation>
</message>
<message>
<source>The CRS of the layer is not in metres ({crs}). Reproject it first, such as to EPSG:28992.</source>
<translation>Het CRS van de laag is niet in meters ({crs}). Projecteer de laag eerst opnieuw, bijvoorbeeld naar EPSG:28992.</translation>
</message>
<message>
<source>Permutations</source>
<translation>Permutaties</translation>
</message>
<message>
<source>0 takes the normal approximation. With the false discovery rate the number is raised, up to 999,999, until one finding can pass.</source>
<translation>0 neemt de normale benadering. Met het aandeel valse vondsten wordt het aantal verhoogd, tot 999.999, tot één vondst kan slagen.</translation>
</message>
<message>
<source>Control the false discovery rate</source>
<translation>Corrigeren voor veel toetsen (false discovery rate)</translation>
</message>
<message>
<source>Cells of {size} m, suggested by the rule 2A/n: of {n} points in {km2} km² a cell of that size holds two or so.</source>
<translation>Cellen van {size} m, voorgesteld met de regel 2A/n: van {n} punten in {km2} km² heeft een cel van die grootte er een of twee.</translation>
</message>
<message>
<source>{cells} cells of {size} m.</source>
<translation>{cells} cellen van {size} m.</translation>
</message>
<message>
<source>{cells} cells of {size} m remain; {dropped} without a point were left out by the mask.</source>
<translation>Er blijven {cells} cellen van {size} m over; {dropped} zonder punt vielen weg door het masker.</translation>
</message>
<message>
<source>{n} cells, {share} % of all, hold half of the {events} events.</source>
<translation>{n} cellen, {share} % van alle, hebben de helft van de {events} gebeurtenissen.</translation>
</message>
<message>
<source>Most events: {listed}.</source>
<translation>De meeste gebeurtenissen: {listed}.</translation>
</message>
<message>
<source>{events} in {area}</source>
<translation>{events} in {area}</translation>
</message>
<message>
<source>Events by cell</source>
<translation>Gebeurtenissen per cel</translation>
</message>
<message>
<source>{events} events in {cells} cells of {size} m.</source>
<translation>{events} gebeurtenissen in {cells} cellen van {size} m.</translation>
</message>
<message>
<source>{shape} of {size} m aligned to the origin of the CRS; {dropped} cells left out by a mask; {left_out} points left out</source>
<translation>{shape} van {size} m vanaf de oorsprong van het CRS; {dropped} cellen weggelaten door een masker; {left_out} punten weggelaten</translation>
</message>
<message>
<source>Grid of events</source>
<translation>Raster van gebeurtenissen</translation>
</message>
<message>
<source>Points</source>
<translation>Punten</translation>
</message>
<message>
<source>Events, in a CRS in metres.</source>
<translation>Gebeurtenissen, in een CRS in meters.</translation>
</message>
<message>
<source>What each point counts for; their sum stands beside the number of events. Points with an empty value are left out.</source>
<translation>Waarvoor elk punt telt; de som staat naast het aantal gebeurtenissen. Punten met een lege waarde vallen weg.</translation>
</message>
<message>
<source>A column such as the category: the events of each of its values are counted in a column of their own.</source>
<translation>Een kolom zoals de categorie: de gebeurtenissen van elke waarde worden in een eigen kolom geteld.</translation>
</message>
<message>
<source>Shape</source>
<translation>Vorm</translation>
</message>
<message>
<source>Hexagons have six neighbours at the same distance; squares are counted faster and add up.</source>
<translation>Zeshoeken hebben zes buren op dezelfde afstand; vierkanten worden sneller geteld en tellen op tot grotere.</translation>
</message>
<message>
<source>Width of a cell; of squares a multiple of 25 m. Empty: suggested from the number of events, and told.</source>
<translation>Breedte van een cel; van vierkanten een veelvoud van 25 m. Leeg: voorgesteld uit het aantal gebeurtenissen, en genoemd.</translation>
</message>
<message>
<source>Boundary</source>
<translation>Begrenzing</translation>
</message>
<message>
<source>Polygons within which points are counted, and every cell counts, also one without points. Without it: the cells with points and those around them.</source>
<translation>Vlakken waarbinnen punten worden geteld, en elke cel meetelt, ook zonder punten. Zonder: de cellen met punten en die eromheen.</translation>
</message>
<message>
<source>Name in the boundary</source>
<translation>Naam in de grens</translation>
</message>
<message>
<source>A column with the name of the area, which each cell gets.</source>
<translation>Een kolom met de naam van het gebied, die elke cel krijgt.</translation>
</message>
<message>
<source>Mask</source>
<translation>Masker</translation>
</message>
<message>
<source>Polygons such as water, where nothing can happen: cells with their centre in them are left out, but for those with a point.</source>
<translation>Vlakken zoals water, waar niets kan gebeuren: cellen met hun midden erin vallen weg, behalve die met een punt.</translation>
</message>
<message>
<source>Cells</source>
<translation>Cellen</translation>
</message>
<message>
<source>The cells, the one with most events first.</source>
<translation>De cellen, die met de meeste gebeurtenissen eerst.</translation>
</message>
<message>
<source>Points left out</source>
<translation>Weggelaten punten</translation>
</message>
<message>
<source>“{field}” has {n} different values, more than {most}: choose a column with fewer, or leave it empty.</source>
<translation>“{field}” heeft {n} verschillende waarden, meer dan {most}: kies een kolom met minder, of laat leeg.</translation>
</message>
<message>
<source>{group} is left out: {sentence}</source>
<translation>{group} is weggelaten: {sentence}</translation>
</message>
<message>
<source>{group}: {sentence}</source>
<translation>{group}: {sentence}</translation>
</message>
<message>
<source>{title}, by {field}</source>
<translation>{title}, per {field}</translation>
</message>
<message>
<source>Each value of {field} by itself: {groups}.</source>
<translation>Elke waarde van {field} op zichzelf: {groups}.</translation>
</message>
<message>
<source>“{layer}” has no streets with a length, or none of them is selected: choose another layer.</source>
<translation>“{layer}” heeft geen straten met een lengte, of er is geen geselecteerd: kies een andere laag.</translation>
</message>
<message>
<source>The streets make more than {most} pieces of {length} m: choose longer pieces, or fewer streets.</source>
<translation>De straten maken meer dan {most} stukken van {length} m: kies langere stukken, of minder straten.</translation>
</message>
<message>
<source>No event lies within {snap} m of a street: choose a larger distance.</source>
<translation>Geen gebeurtenis ligt binnen {snap} m van een straat: kies een grotere afstand.</translation>
</message>
<message>
<source>The weight “{field}” is below zero at {n} events: a density has none of these.</source>
<translation>Het gewicht “{field}” is bij {n} gebeurtenissen onder nul: een dichtheid kent die niet.</translation>
</message>
<message>
<source>{n} events are left out: no place, an empty weight, or farther than {snap} m from any street.</source>
<translation>{n} gebeurtenissen vallen weg: geen plaats, een leeg gewicht, of verder dan {snap} m van elke straat.</translation>
</message>
<message>
<source>Caution: {share} % of the ends of streets meet no other: where streets cross without a common end nothing passes from one to the other. Split them at their junctions first.</source>
<translation>Let op: {share} % van de einden van straten raakt geen andere: waar straten kruisen zonder gemeenschappelijk einde gaat niets van de een naar de ander. Splits ze eerst op hun kruispunten.</translation>
</message>
<message>
<source>{events} events on {pieces} pieces of streets, {km} km; {hot} pieces are hot and {cold} cold at 90 % confidence or more.</source>
<translation>{events} gebeurtenissen op {pieces} stukken straat, {km} km; {hot} stukken zijn hot en {cold} cold bij 90 % zekerheid of meer.</translation>
</message>
<message>
<source>The hot pieces are {share} % of the length and hold {held} % of the events.</source>
<translation>De hete stukken zijn {share} % van de lengte en bevatten {held} % van de gebeurtenissen.</translation>
</message>
<message>
<source>{n} events lie where streets or their pieces meet; each is shared equally by the pieces that meet there.</source>
<translation>{n} gebeurtenissen liggen waar straten of hun stukken samenkomen; elk is gelijk verdeeld over de stukken die daar samenkomen.</translation>
</message>
<message>
<source>{n} streets lie in the layer more than once; each is taken once.</source>
<translation>{n} straten liggen meer dan eens in de laag; elk telt één keer.</translation>
</message>
<message>
<source>Strongest: {listed}.</source>
<translation>Het sterkst: {listed}.</translation>
</message>
<message>
<source>Hot segments</source>
<translation>Hete straatdelen</translation>
</message>
<message>
<source>Where along the streets more events lie together than chance explains: {events} events on {km} km.</source>
<translation>Waar langs de straten meer gebeurtenissen bij elkaar liggen dan toeval verklaart: {events} gebeurtenissen op {km} km.</translation>
</message>
<message>
<source>Streets in pieces of up to {piece} m, events on the nearest within {snap} m; {formula}, of events per length shrunk where it is short (Marshall 1991), neighbours within {bandwidth} m along the streets; {draws} conditional permutations, seed {seed}; false discovery rate controlled: {fdr}; density: equal-split discontinuous kernel (Okabe, Satoh and Sugihara 2009), bandwidth {bandwidth} m; {left_out} events left out</source>
<translation>Straten in stukken tot {piece} m, gebeurtenissen op het dichtstbijzijnde binnen {snap} m; {formula}, van gebeurtenissen per lengte getemperd waar die kort is (Marshall 1991), buren binnen {bandwidth} m langs de straten; {draws} conditionele permutaties, seed {seed}; aandeel valse vondsten beheerst: {fdr}; dichtheid: kernel met gelijke verdeling (Okabe, Satoh en Sugihara 2009), bandbreedte {bandwidth} m; {left_out} gebeurtenissen vielen weg</translation>
</message>
<message>
<source>Piece</source>
<translation>Stuk</translation>
</message>
<message>
<source>Street</source>
<translation>Straat</translation>
</message>
<message>
<source>Length (m)</source>
<translation>Lengte (m)</translation>
</message>
<message>
<source>Events per km</source>
<translation>Gebeurtenissen per km</translation>
</message>
<message>
<source>Events per km, smoothed</source>
<translation>Gebeurtenissen per km, uitgesmeerd</translation>
</message>
<message>
<source>Hot segments of streets</source>
<translation>Hete delen van straten</translation>
</message>
<message>
<source>What each event counts for; those with an empty value are left out.</source>
<translation>Waarvoor elke gebeurtenis telt; die met een lege waarde vallen weg.</translation>
</message>
<message>
<source>Streets</source>
<translation>Straten</translation>
</message>
<message>
<source>Lines that meet at their ends, as those of a network do; lines that cross without a common end are not joined.</source>
<translation>Lijnen die elkaar aan hun einden raken, zoals die van een netwerk; lijnen die kruisen zonder gemeenschappelijk einde zijn niet verbonden.</translation>
</message>
<message>
<source>Name of the street</source>
<translation>Naam van de straat</translation>
</message>
<message>
<source>The column with the name, which each piece gets.</source>
<translation>De kolom met de naam, die elk stuk krijgt.</translation>
</message>
<message>
<source>Largest distance to a street in metres</source>
<translation>Grootste afstand tot een straat in meters</translation>
</message>
<message>
<source>Events farther from any street are left out, and counted.</source>
<translation>Gebeurtenissen verder van elke straat vallen weg, en worden geteld.</translation>
</message>
<message>
<source>Length of a piece in metres</source>
<translation>Lengte van een stuk in meters</translation>
</message>
<message>
<source>Streets are cut into pieces of equal length that are no longer.</source>
<translation>Straten worden in stukken van gelijke lengte geknipt die niet langer zijn.</translation>
</message>
<message>
<source>Distance along the streets in metres</source>
<translation>Afstand langs de straten in meters</translation>
</message>
<message>
<source>How far the density reaches, and up to where pieces are neighbours.</source>
<translation>Hoe ver de dichtheid reikt, en tot waar stukken buren zijn.</translation>
</message>
<message>
<source>Benjamini-Hochberg over all pieces: of many tests some come out by chance.</source>
<translation>Benjamini-Hochberg over alle stukken: van veel toetsen komen er enkele door toeval uit.</translation>
</message>
<message>
<source>The pieces of streets, the strongest first.</source>
<translation>De stukken straat, de sterkste eerst.</translation>
</message>
<message>
<source>Pieces of streets</source>
<translation>Stukken straat</translation>
</message>
<message>
<source>Hot pieces</source>
<translation>Hete stukken</translation>
</message>
<message>
<source>Monday</source>
<translation>maandag</translation>
</message>
<message>
<source>Tuesday</source>
<translation>dinsdag</translation>
</message>
<message>
<source>Wednesday</source>
<translation>woensdag</translation>
</message>
<message>
<source>Thursday</source>
<translation>donderdag</translation>
</message>
<message>
<source>Friday</source>
<translation>vrijdag</translation>
</message>
<message>
<source>Saturday</source>
<translation>zaterdag</translation>
</message>
<message>
<source>Sunday</source>
<translation>zondag</translation>
</message>
<message>
<source>winter</source>
<translation>winter</translation>
</message>
<message>
<source>spring</source>
<translation>lente</translation>
</message>
<message>
<source>summer</source>
<translation>zomer</translation>
</message>
<message>
<source>autumn</source>
<translation>herfst</translation>
</message>
<message>
<source>all year</source>
<translation>hele jaar</translation>
</message>
<message>
<source>All events</source>
<translation>Alle gebeurtenissen</translation>
</message>
<message>
<source>The events have no places, so that they lie in no area: leave out the areas, or take a layer of points.</source>
<translation>De gebeurtenissen hebben geen plaats, zodat ze in geen gebied liggen: laat de gebieden weg, of neem een laag met punten.</translation>
</message>
<message>
<source>The layer to compare with has no column “{column}”: it needs the same columns with times.</source>
<translation>De laag om mee te vergelijken heeft geen kolom “{column}”: die heeft dezelfde kolommen met tijden nodig.</translation>
</message>
<message>
<source>{n} events are left out: no time, an end before the begin, longer than {days} days, or outside the areas.</source>
<translation>{n} gebeurtenissen vallen weg: geen tijd, een einde voor het begin, langer dan {days} dagen, of buiten de gebieden.</translation>
</message>
<message>
<source>{share} % of the times are midnight to the second: these can be dates without a time. Tick “Midnight is no time” to spread them over their day.</source>
<translation>{share} % van de tijden is middernacht tot op de seconde: dat kunnen datums zonder tijd zijn. Vink “Middernacht is geen tijd” aan om ze over hun dag te verdelen.</translation>
</message>
<message>
<source>{part}, {season}: {weekday} from {hour}:00, {events} events where {expected} were expected.</source>
<translation>{part}, {season}: {weekday} vanaf {hour}:00, {events} gebeurtenissen waar er {expected} werden verwacht.</translation>
</message>
<message>
<source>No hour of any part differs from the whole more than chance explains.</source>
<translation>Geen uur van enig deel wijkt meer van het geheel af dan toeval verklaart.</translation>
</message>
<message>
<source>Busiest: {weekday} from {hour}:00, {events} of {total} events.</source>
<translation>Drukst: {weekday} vanaf {hour}:00, {events} van {total} gebeurtenissen.</translation>
</message>
<message>
<source>Hot times</source>
<translation>Hete tijden</translation>
</message>
<message>
<source>{events} events by hour of the week.</source>
<translation>{events} gebeurtenissen per uur van de week.</translation>
</message>
<message>
<source>Hour of the week in local time, intervals spread (aoristic, Ratcliffe 2002); test of each hour against the whole: Fisher's exact test, two-sided, false discovery rate of 5 % controlled (Benjamini and Hochberg 1995); {left_out} events left out</source>
<translation>Uur van de week in lokale tijd, periodes verdeeld (aoristisch, Ratcliffe 2002); toets van elk uur tegen het geheel: exacte toets van Fisher, tweezijdig, false discovery rate op 5 % gehouden (Benjamini en Hochberg 1995); {left_out} gebeurtenissen weggelaten</translation>
</message>
<message>
<source>Part</source>
<translation>Deel</translation>
</message>
<message>
<source>Season</source>
<translation>Seizoen</translation>
</message>
<message>
<source>Weekday (1: Monday)</source>
<translation>Weekdag (1: maandag)</translation>
</message>
<message>
<source>Events whose hour is known</source>
<translation>Gebeurtenissen waarvan het uur bekend is</translation>
</message>
<message>
<source>Expected of these</source>
<translation>Daarvan verwacht</translation>
</message>
<message>
<source>Times what is expected</source>
<translation>Maal wat verwacht wordt</translation>
</message>
<message>
<source>p (Fisher)</source>
<translation>p (toets van Fisher)</translation>
</message>
<message>
<source>More (1) or fewer (-1) than the whole</source>
<translation>Meer (1) of minder (-1) dan het geheel</translation>
</message>
<message>
<source>A layer or table; a selection of it is taken alone.</source>
<translation>Een laag of tabel; een selectie ervan wordt apart genomen.</translation>
</message>
<message>
<source>When each happened, or from when on it can have; in local time.</source>
<translation>Wanneer elk gebeurde, of vanaf wanneer dat kan; in lokale tijd.</translation>
</message>
<message>
<source>Until</source>
<translation>Tot</translation>
</message>
<message>
<source>Until when it can have happened; empty where the time is known.</source>
<translation>Tot wanneer het gebeurd kan zijn; leeg waar de tijd bekend is.</translation>
</message>
<message>
<source>Longest interval in days</source>
<translation>Langste periode in dagen</translation>
</message>
<message>
<source>Events that can have happened in a longer time tell nothing of the hour, and are left out.</source>
<translation>Gebeurtenissen die in een langere tijd gebeurd kunnen zijn, zeggen niets over het uur en vallen weg.</translation>
</message>
<message>
<source>Midnight is no time</source>
<translation>Middernacht is geen tijd</translation>
</message>
<message>
<source>Times at midnight to the second are dates without a time: they are spread over their day.</source>
<translation>Tijden op middernacht tot op de seconde zijn datums zonder tijd: ze worden over hun dag verdeeld.</translation>
</message>
<message>
<source>Polygons, each with a profile of its own, compared with that of all events.</source>
<translation>Vlakken, elk met een eigen profiel, vergeleken met dat van alle gebeurtenissen.</translation>
</message>
<message>
<source>Compare with</source>
<translation>Vergelijken met</translation>
</message>
<message>
<source>Other events with the same columns, none of which is given above: the rest of the city, or an earlier period; empty: all events given.</source>
<translation>Andere gebeurtenissen met dezelfde kolommen, waarvan er geen hierboven is gegeven: de rest van de stad, of een eerdere periode; leeg: alle gegeven gebeurtenissen.</translation>
</message>
<message>
<source>By season</source>
<translation>Per seizoen</translation>
</message>
<message>
<source>Each season apart: winter is December to February.</source>
<translation>Elk seizoen apart: winter is december tot en met februari.</translation>
</message>
<message>
<source>Hours of the week</source>
<translation>Uren van de week</translation>
</message>
<message>
<source>A row for each part, season, weekday and hour: events, expected events, p, and whether it is a peak.</source>
<translation>Een rij voor elk deel, seizoen, weekdag en uur: gebeurtenissen, verwachte gebeurtenissen, p, en of het een piek is.</translation>
</message>
<message>
<source>Page</source>
<translation>Pagina</translation>
</message>
<message>
<source>The same as a page to read and print, with the peaks marked.</source>
<translation>Hetzelfde als pagina om te lezen en af te drukken, met de pieken gemarkeerd.</translation>
</message>
<message>
<source>Hours with more events than the whole</source>
<translation>Uren met meer gebeurtenissen dan het geheel</translation>
</message>
<message>
<source>Difference: the first less the second</source>
<translation>Verschil: de eerste min de tweede</translation>
</message>
<message>
<source>Ratio: the first divided by the second</source>
<translation>Verhouding: de eerste gedeeld door de tweede</translation>
</message>
<message>
<source>The second layer has another CRS ({other}) than the first ({crs}): reproject one of them.</source>
<translation>De tweede laag heeft een ander CRS ({other}) dan de eerste ({crs}): zet een van beide om.</translation>
</message>
<message>
<source>The bandwidth ({bandwidth} m) is smaller than a pixel ({size} m): choose smaller pixels or a larger one.</source>
<translation>De bandbreedte ({bandwidth} m) is kleiner dan een pixel ({size} m): kies kleinere pixels of een grotere bandbreedte.</translation>
</message>
<message>
<source>All points lie in one place, which suggests no bandwidth: give one in metres.</source>
<translation>Alle punten liggen op één plek, wat geen bandbreedte voorstelt: geef er een in meters.</translation>
</message>
<message>
<source>The points span {n} pixels of {size} m, more than {most}: choose larger pixels, or a boundary.</source>
<translation>De punten beslaan {n} pixels van {size} m, meer dan {most}: kies grotere pixels, of een grens.</translation>
</message>
<message>
<source>The raster is written as a GeoTIFF: let the name of {file} end in .tif.</source>
<translation>Het raster wordt als GeoTIFF geschreven: laat de naam van {file} eindigen op .tif.</translation>
</message>
<message>
<source>Bandwidth {bandwidth} m, suggested by Scott's rule: the spread of {n} points times n to the power -1/6. Of points in several centres it is wide: try half of it too, and keep it the same where periods are compared.</source>
<translation>Bandbreedte {bandwidth} m, voorgesteld met de regel van Scott: de spreiding van {n} punten maal n tot de macht -1/6. Bij punten in meer kernen is dat ruim: probeer ook de helft, en houd die gelijk waar periodes worden vergeleken.</translation>
</message>
<message>
<source>Kernel density</source>
<translation>Kerndichtheid</translation>
</message>
<message>
<source>What each point counts for; without a field each counts for one. Points with an empty value are left out.</source>
<translation>Waarvoor elk punt telt; zonder veld telt elk voor één. Punten met een lege waarde vallen weg.</translation>
</message>
<message>
<source>A column such as the category: the raster gets a band for each of its values, named after it, with one bandwidth and the same classes.</source>
<translation>Een kolom zoals de categorie: het raster krijgt een band voor elk van haar waarden, die ernaar heet, met één bandbreedte en dezelfde klassen.</translation>
</message>
<message>
<source>Bandwidth in metres</source>
<translation>Bandbreedte in meters</translation>
</message>
<message>
<source>How far an event reaches. Empty: suggested by Scott's rule, and told. Keep it the same where maps are compared.</source>
<translation>Hoe ver een gebeurtenis reikt. Leeg: voorgesteld met de regel van Scott, en genoemd. Houd die gelijk waar kaarten worden vergeleken.</translation>
</message>
<message>
<source>Kernel</source>
<translation>Kern</translation>
</message>
<message>
<source>Quartic and Epanechnikov end at the bandwidth; of the Gaussian it is the standard deviation.</source>
<translation>Kwartisch en Epanechnikov houden op bij de bandbreedte; bij Gauss is die de standaardafwijking.</translation>
</message>
<message>
<source>Pixel size in metres</source>
<translation>Pixelgrootte in meters</translation>
</message>
<message>
<source>Pixels are aligned to the origin of the CRS.</source>
<translation>Pixels liggen vanaf de oorsprong van het CRS.</translation>
</message>
<message>
<source>Polygons within which events are counted. At their border the density is corrected for what lies beyond.</source>
<translation>Vlakken waarbinnen gebeurtenissen worden geteld. Aan hun rand wordt de dichtheid gecorrigeerd voor wat erbuiten ligt.</translation>
</message>
<message>
<source>Points of an earlier period, or of what can have events such as inhabitants or addresses; empty for none.</source>
<translation>Punten van een eerdere periode, of van wat gebeurtenissen kan hebben zoals inwoners of adressen; leeg voor geen.</translation>
</message>
<message>
<source>Weight of the second</source>
<translation>Gewicht van de tweede</translation>
</message>
<message>
<source>What each of the second points counts for, such as a number of inhabitants.</source>
<translation>Waarvoor elk punt van de tweede telt, zoals een aantal inwoners.</translation>
</message>
<message>
<source>The second times</source>
<translation>De tweede maal</translation>
</message>
<message>
<source>The second is multiplied by this: 1/12 when a month is compared with the year before it.</source>
<translation>De tweede wordt hiermee vermenigvuldigd: 1/12 als een maand met het jaar ervoor wordt vergeleken.</translation>
</message>
<message>
<source>Comparison</source>
<translation>Vergelijking</translation>
</message>
<message>
<source>Used with a second layer only.</source>
<translation>Alleen gebruikt met een tweede laag.</translation>
</message>
<message>
<source>Density</source>
<translation>Dichtheid</translation>
</message>
<message>
<source>A GeoTIFF with events per square kilometre, or what was compared.</source>
<translation>Een GeoTIFF met gebeurtenissen per vierkante kilometer, of wat vergeleken is.</translation>
</message>
<message>
<source>Lines of equal density</source>
<translation>Lijnen van gelijke dichtheid</translation>
</message>
<message>
<source>Lines along the limits of the classes that are drawn.</source>
<translation>Lijnen langs de grenzen van de getekende klassen.</translation>
</message>
<message>
<source>Events in the density</source>
<translation>Gebeurtenissen in de dichtheid</translation>
</message>
<message>
<source>Highest value</source>
<translation>Hoogste waarde</translation>
</message>
<message>
<source>Permutation: against what the place and the days have anyway</source>
<translation>Permutatie: tegen wat de plaats en de dagen toch al hebben</translation>
</message>
<message>
<source>Poisson: against a population of areas</source>
<translation>Poisson: tegen een bevolking van gebieden</translation>
</message>
<message>
<source>{n} events are left out: before {first} or after {last}.</source>
<translation>{n} gebeurtenissen vallen weg: voor {first} of na {last}.</translation>
</message>
<message>
<source>The Poisson model needs a population: count by the areas of the boundary, and choose the field that holds it.</source>
<translation>Het Poissonmodel heeft een bevolking nodig: tel naar de gebieden van de grens, en kies het veld waar die in staat.</translation>
</message>
<message>
<source>The population “{field}” of {n} areas is empty, below zero or no number, or zero where there are events: mend it first.</source>
<translation>De bevolking “{field}” van {n} gebieden is leeg, onder nul of geen getal, of nul waar gebeurtenissen zijn: herstel dat eerst.</translation>
</message>
<message>
<source>The events span {days} days, and at least {least} are needed to know what is usual.</source>
<translation>De gebeurtenissen beslaan {days} dagen, en er zijn er ten minste {least} nodig om te weten wat gewoon is.</translation>
</message>
<message>
<source>{n} circles times days are too many: choose larger cells, a smaller radius, or fewer days.</source>
<translation>{n} cirkels maal dagen zijn te veel: kies grotere cellen, een kleinere straal, of minder dagen.</translation>
</message>
<message>
<source>{events} events in {places} places, from {first} to {last}.</source>
<translation>{events} gebeurtenissen in {places} plaatsen, van {first} tot en met {last}.</translation>
</message>
<message>
<source>No cluster is alive on {last} with p of {p} or less.</source>
<translation>Op {last} leeft geen cluster met p van {p} of minder.</translation>
</message>
<message>
<source>The strongest: {observed} events where {expected} are expected, in {days} days{where}; p {p}.</source>
<translation>Het sterkst: {observed} gebeurtenissen waar er {expected} te verwachten zijn, in {days} dagen{where}; p {p}.</translation>
</message>
<message>
<source>{n} clusters are alive on {last}.</source>
<translation>Op {last} leven {n} clusters.</translation>
</message>
<message>
<source>{rank}. {observed} events where {expected} are expected, since {first}{where}{area}; by chance once in {recurrence} days of scanning.</source>
<translation>{rank}. {observed} gebeurtenissen waar er {expected} te verwachten zijn, sinds {first}{where}{area}; door toeval eens in {recurrence} dagen scannen.</translation>
</message>
<message>
<source>, within {radius} m</source>
<translation>, binnen {radius} m</translation>
</message>
<message>
<source>, in one place</source>
<translation>, op één plek</translation>
</message>
<message>
<source> in {area}</source>
<translation> in {area}</translation>
</message>
<message>
<source>With {n} simulations p cannot be as low as {p}: ask for {needed} simulations, or a higher p.</source>
<translation>Met {n} simulaties kan p niet zo laag worden als {p}: vraag {needed} simulaties, of een hogere p.</translation>
</message>
<message>
<source>Live clusters</source>
<translation>Levende clusters</translation>
</message>
<message>
<source>Events in live clusters</source>
<translation>Gebeurtenissen in levende clusters</translation>
</message>
<message>
<source>Clusters of events that are alive on {last}: {n}, of {events} events since {first}.</source>
<translation>Clusters van gebeurtenissen die op {last} leven: {n}, van {events} gebeurtenissen sinds {first}.</translation>
</message>
<message>
<source>Prospective space-time scan statistic (Kulldorff 1997, 2001; Kulldorff et al. 2005), model: {model}; circles up to {radius} m, up to {days} days; {simulations} simulations, seed {seed}; clusters with p of {p} or less that share no place</source>
<translation>Prospectieve scanstatistiek in ruimte en tijd (Kulldorff 1997, 2001; Kulldorff e.a. 2005), model: {model}; cirkels tot {radius} m, tot {days} dagen; {simulations} simulaties, seed {seed}; clusters met p van {p} of minder die geen plaats gemeen hebben</translation>
</message>
<message>
<source>Events that are reported late are missing from the last days, which hides clusters; a change in how things are reported makes them.</source>
<translation>Gebeurtenissen die laat worden gemeld ontbreken in de laatste dagen, wat clusters verbergt; een andere manier van melden maakt ze.</translation>
</message>
<message>
<source>days, by chance once</source>
<translation>dagen, door toeval eens</translation>
</message>
<message>
<source>Rank</source>
<translation>Rang</translation>
</message>
<message>
<source>Places in it</source>
<translation>Plaatsen erin</translation>
</message>
<message>
<source>Expected events</source>
<translation>Verwachte gebeurtenissen</translation>
</message>
<message>
<source>Log likelihood ratio</source>
<translation>Logaritme van de waarschijnlijkheidsverhouding</translation>
</message>
<message>
<source>p (simulations)</source>
<translation>p (simulaties)</translation>
</message>
<message>
<source>By chance once in so many days</source>
<translation>Door toeval eens in zo veel dagen</translation>
</message>
<message>
<source>Radius (m)</source>
<translation>Straal (m)</translation>
</message>
<message>
<source>Live clusters (space-time scan)</source>
<translation>Levende clusters (scan in ruimte en tijd)</translation>
</message>
<message>
<source>The day on which a cluster must be alive; empty: that of the last event.</source>
<translation>De dag waarop een cluster moet leven; leeg: die van de laatste gebeurtenis.</translation>
</message>
<message>
<source>Days of history</source>
<translation>Dagen geschiedenis</translation>
</message>
<message>
<source>How many days up to the last one tell what is usual.</source>
<translation>Hoeveel dagen tot en met de laatste zeggen wat gewoon is.</translation>
</message>
<message>
<source>Most days of a cluster</source>
<translation>Meeste dagen van een cluster</translation>
</message>
<message>
<source>How long a cluster may have been going on; half of the history at most.</source>
<translation>Hoe lang een cluster bezig kan zijn; ten hoogste de helft van de geschiedenis.</translation>
</message>
<message>
<source>Largest radius in metres</source>
<translation>Grootste straal in meters</translation>
</message>
<message>
<source>Circles around places reach this far at most, and hold half of the events at most.</source>
<translation>Cirkels om plaatsen reiken ten hoogste zo ver, en bevatten ten hoogste de helft van de gebeurtenissen.</translation>
</message>
<message>
<source>Model</source>
<translation>Model</translation>
</message>
<message>
<source>Permutation needs nothing but the events: a busy place, and a busy day, are no cluster. Poisson compares with a population.</source>
<translation>Permutatie heeft niets nodig dan de gebeurtenissen: een drukke plaats, en een drukke dag, zijn geen cluster. Poisson vergelijkt met een bevolking.</translation>
</message>
<message>
<source>Population</source>
<translation>Bevolking</translation>
</message>
<message>
<source>Used with the Poisson model only: what can have events in each area, such as inhabitants or addresses.</source>
<translation>Alleen gebruikt met het Poissonmodel: wat in elk gebied gebeurtenissen kan hebben, zoals inwoners of adressen.</translation>
</message>
<message>
<source>Highest p</source>
<translation>Hoogste p</translation>
</message>
<message>
<source>Clusters that chance explains more often are not shown. Of daily scans 0.05 comes by chance once in twenty days.</source>
<translation>Clusters die toeval vaker verklaart worden niet getoond. Van dagelijkse scans komt 0,05 door toeval eens in twintig dagen.</translation>
</message>
<message>
<source>Simulations</source>
<translation>Simulaties</translation>
</message>
<message>
<source>The smallest p is one divided by one more than these.</source>
<translation>De kleinste p is één gedeeld door één meer dan deze.</translation>
</message>
<message>
<source>The seed of the simulations: the same seed gives the same result.</source>
<translation>De seed van de simulaties: dezelfde seed geeft hetzelfde resultaat.</translation>
</message>
<message>
<source>The places of each cluster as one shape, the strongest first.</source>
<translation>De plaatsen van elke cluster als één vorm, de sterkste eerst.</translation>
</message>
<message>
<source>The events of each cluster, with the rank of the cluster.</source>
<translation>De gebeurtenissen van elke cluster, met de rang van de cluster.</translation>
</message>
<message>
<source>p of the strongest cluster</source>
<translation>p van de sterkste cluster</translation>
</message>
<message>
<source>A second number is compared for polygons only: count the points in cells first, with “Grid of events”.</source>
<translation>Een tweede getal wordt alleen bij vlakken vergeleken: tel de punten eerst in cellen, met “Raster van gebeurtenissen”.</translation>
</message>
<message>
<source>Clusters and outliers</source>
<translation>Clusters en uitschieters</translation>
</message>
<message>
<source>Places that are like their neighbours (clusters) or stand out from them (outliers), of {units} places.</source>
<translation>Plaatsen die op hun buren lijken (clusters) of ertegen afsteken (uitschieters), van {units} plaatsen.</translation>
</message>
<message>
<source>{formula}; neighbours: {rule}, row-standardised; {draws} conditional permutations, seed {seed}; false discovery rate controlled: {fdr}</source>
<translation>{formula}; buren: {rule}, per rij gestandaardiseerd; {draws} voorwaardelijke permutaties, seed {seed}; false discovery rate beheerst: {fdr}</translation>
</message>
<message>
<source>{units} places: {hh} high among high, {ll} low among low, {hl} high among low, {lh} low among high neighbours.</source>
<translation>{units} plaatsen: {hh} hoog tussen hoge, {ll} laag tussen lage, {hl} hoog tussen lage, {lh} laag tussen hoge buren.</translation>
</message>
<message>
<source>Global Moran's I {i}, z {z}, p {p}: {meaning}.</source>
<translation>Globale Moran's I {i}, z {z}, p {p}: {meaning}.</translation>
</message>
<message>
<source>neighbours are alike</source>
<translation>buren lijken op elkaar</translation>
</message>
<message>
<source>neighbours differ</source>
<translation>buren verschillen</translation>
</message>
<message>
<source>no more alike than chance explains</source>
<translation>niet meer gelijkend dan toeval verklaart</translation>
</message>
<message>
<source>Clusters and outliers (local Moran)</source>
<translation>Clusters en uitschieters (lokale Moran)</translation>
</message>
<message>
<source>Which polygons count as neighbours; each counts the same.</source>
<translation>Welke vlakken als buren gelden; elk telt even zwaar.</translation>
</message>
<message>
<source>A field to divide by, such as inhabitants; rates become deviates with the same variance (Assuncao and Reis 1999).</source>
<translation>Een veld om door te delen, zoals inwoners; verhoudingen worden afwijkingen met dezelfde variantie (Assuncao en Reis 1999).</translation>
</message>
<message>
<source>The polygons, or the cells, with I (lisa_i), z (lisa_z), p (lisa_p), HH, LL, HL or LH where significant (lisa_cluster) and the number of neighbours.</source>
<translation>De vlakken, of de cellen, met I (lisa_i), z (lisa_z), p (lisa_p), HH, LL, HL of LH waar significant (lisa_cluster) en het aantal buren.</translation>
</message>
<message>
<source>Second number</source>
<translation>Tweede getal</translation>
</message>
<message>
<source>Of polygons: compare the number of each with this one of its neighbours; empty to compare the same number.</source>
<translation>Bij vlakken: vergelijk het getal van elk met dit van zijn buren; leeg om hetzelfde getal te vergelijken.</translation>
</message>
<message>
<source>Global Moran's I</source>
<translation>Globale Moran's I</translation>
</message>
<message>
<source>p of the global I</source>
<translation>p van de globale I</translation>
</message>
<message>
<source>Manhattan: along streets at right angles</source>
<translation>Manhattan: langs straten met rechte hoeken</translation>
</message>
<message>
<source>Euclidean: as the crow flies</source>
<translation>Euclidisch: hemelsbreed</translation>
</message>
<message>
<source>Only {n} events have a place and a time; the test needs at least {least}.</source>
<translation>Maar {n} gebeurtenissen hebben een plaats en een tijd; de toets heeft er ten minste {least} nodig.</translation>
</message>
<message>
<source>{n} events are left out: no place or no time.</source>
<translation>{n} gebeurtenissen vallen weg: geen plaats of geen tijd.</translation>
</message>
<message>
<source>{distance} and {time}: {ratio} times as many pairs as chance explains ({observed}, where {expected} are expected; p = {p}).</source>
<translation>{distance} en {time}: {ratio} maal zo veel paren als toeval verklaart ({observed}, waar er {expected} worden verwacht; p = {p}).</translation>
</message>
<message>
<source>In no band are there more pairs than chance explains.</source>
<translation>In geen klasse zijn er meer paren dan toeval verklaart.</translation>
</message>
<message>
<source>{n} tests are made at once: of so many, {chance} can come out at 5 % by chance alone. Trust bands that lie together.</source>
<translation>Er worden {n} toetsen tegelijk gedaan: van zo veel kunnen er {chance} op 5 % uitkomen door toeval alleen. Vertrouw op klassen die bij elkaar liggen.</translation>
</message>
<message>
<source>“Same place” ({same} m) must be smaller than a band ({width} m): choose a smaller one.</source>
<translation>“Zelfde plek” ({same} m) moet kleiner zijn dan een klasse ({width} m): kies een kleinere.</translation>
</message>
<message>
<source>same place</source>
<translation>zelfde plek</translation>
</message>
<message>
<source>{low} to {high} m</source>
<translation>{low} tot {high} m</translation>
</message>
<message>
<source>{low} to {high} days</source>
<translation>{low} tot {high} dagen</translation>
</message>
<message>
<source>Near repeats</source>
<translation>Herhalingen dichtbij</translation>
</message>
<message>
<source>Events in near repeats</source>
<translation>Gebeurtenissen in herhalingen dichtbij</translation>
</message>
<message>
<source>Pairs of {events} events by distance and time, beside what chance explains.</source>
<translation>Paren van {events} gebeurtenissen naar afstand en tijd, naast wat toeval verklaart.</translation>
</message>
<message>
<source>Knox test (Knox 1964; Johnson et al. 2007); distance: {metric}; {permutations} permutations of the times, seed {seed}; p one-sided; near repeat: p of 0.05 or less, 1.2 times what is expected, and five pairs; {left_out} events left out</source>
<translation>Toets van Knox (Knox 1964; Johnson e.a. 2007); afstand: {metric}; {permutations} permutaties van de tijden, seed {seed}; p eenzijdig; herhaling dichtbij: p van 0,05 of minder, 1,2 maal wat verwacht wordt, en vijf paren; {left_out} gebeurtenissen weggelaten</translation>
</message>
<message>
<source>at the same time</source>
<translation>op hetzelfde moment</translation>
</message>
<message>
<source>first</source>
<translation>eerste</translation>
</message>
<message>
<source>repeat</source>
<translation>herhaling</translation>
</message>
<message>
<source>both</source>
<translation>beide</translation>
</message>
<message>
<source>Distance</source>
<translation>Afstand</translation>
</message>
<message>
<source>Pairs</source>
<translation>Paren</translation>
</message>
<message>
<source>Pairs by chance</source>
<translation>Paren door toeval</translation>
</message>
<message>
<source>Knox ratio</source>
<translation>Knox-verhouding</translation>
</message>
<message>
<source>p (permutations)</source>
<translation>p (permutaties)</translation>
</message>
<message>
<source>Near repeat (1: yes)</source>
<translation>Herhaling dichtbij (1: ja)</translation>
</message>
<message>
<source>Pairs it is part of</source>
<translation>Paren waar het deel van is</translation>
</message>
<message>
<source>Role in these</source>
<translation>Rol daarin</translation>
</message>
<message>
<source>Near repeats (Knox)</source>
<translation>Herhalingen dichtbij (Knox)</translation>
</message>
<message>
<source>When each happened: a date, or a date with a time.</source>
<translation>Wanneer elk gebeurde: een datum, of een datum met een tijd.</translation>
</message>
<message>
<source>How the distance of two events is measured.</source>
<translation>Hoe de afstand van twee gebeurtenissen wordt gemeten.</translation>
</message>
<message>
<source>Width of a band in metres</source>
<translation>Breedte van een klasse in meters</translation>
</message>
<message>
<source>Of distance: 0 to 100 m, 100 to 200 m, and so on.</source>
<translation>Van afstand: 0 tot 100 m, 100 tot 200 m, enzovoort.</translation>
</message>
<message>
<source>Number of bands of distance</source>
<translation>Aantal klassen van afstand</translation>
</message>
<message>
<source>The last one ends at so many times the width.</source>
<translation>De laatste eindigt op zo veel maal de breedte.</translation>
</message>
<message>
<source>Width of a band in days</source>
<translation>Breedte van een klasse in dagen</translation>
</message>
<message>
<source>Of time: 0 to 7 days, 7 to 14 days, and so on.</source>
<translation>Van tijd: 0 tot 7 dagen, 7 tot 14 dagen, enzovoort.</translation>
</message>
<message>
<source>Number of bands of time</source>
<translation>Aantal klassen van tijd</translation>
</message>
<message>
<source>Same place within metres</source>
<translation>Zelfde plek binnen meters</translation>
</message>
<message>
<source>Pairs no further apart than this are a band of their own: repeats at the same address. 0 for none.</source>
<translation>Paren niet verder uiteen dan dit zijn een eigen klasse: herhalingen op hetzelfde adres. 0 voor geen.</translation>
</message>
<message>
<source>The smallest p is one divided by this number plus one.</source>
<translation>De kleinste p is één gedeeld door dit aantal plus één.</translation>
</message>
<message>
<source>Bands</source>
<translation>Klassen</translation>
</message>
<message>
<source>A row for each band of distance and time: pairs, pairs by chance, their ratio, and p.</source>
<translation>Een rij voor elke klasse van afstand en tijd: paren, paren door toeval, hun verhouding, en p.</translation>
</message>
<message>
<source>The events that are part of a pair in a band with more pairs than chance explains.</source>
<translation>De gebeurtenissen die deel zijn van een paar in een klasse met meer paren dan toeval verklaart.</translation>
</message>
<message>
<source>The ratios as a page to read and print.</source>
<translation>De verhoudingen als pagina om te lezen en af te drukken.</translation>
</message>
<message>
<source>Pairs within the largest distance</source>
<translation>Paren binnen de grootste afstand</translation>
</message>
<message>
<source>Bands with more pairs than chance explains</source>
<translation>Klassen met meer paren dan toeval verklaart</translation>
</message>
<message>
<source>Queen: a shared border or corner</source>
<translation>Queen: een gedeelde grens of hoek</translation>
</message>
<message>
<source>Rook: a shared border</source>
<translation>Rook: een gedeelde grens</translation>
</message>
<message>
<source>Distance between centres</source>
<translation>Afstand tussen middelpunten</translation>
</message>
<message>
<source>The nearest centres</source>
<translation>De dichtstbijzijnde middelpunten</translation>
</message>
<message>
<source>Choose the field with the number: polygons are compared by it. Only points can be counted without.</source>
<translation>Kies het veld met het aantal: vlakken worden daarop vergeleken. Alleen punten kunnen zonder worden geteld.</translation>
</message>
<message>
<source>Areas, cells or points</source>
<translation>Gebieden, cellen of punten</translation>
</message>
<message>
<source>In a CRS in metres. Polygons, such as neighbourhoods or the cells of a grid, are compared by a number of theirs; points are counted on a grid of cells.</source>
<translation>In een CRS in meters. Vlakken, zoals buurten of de cellen van een raster, worden vergeleken op een aantal; punten worden geteld op een raster van cellen.</translation>
</message>
<message>
<source>Number</source>
<translation>Aantal</translation>
</message>
<message>
<source>Of polygons: the field with the number of events. Of points: what each counts for; without a field each counts for one. Empty values are left out, they are not zero.</source>
<translation>Bij vlakken: het veld met het aantal registraties. Bij punten: waarvoor elk punt telt; zonder veld telt elk punt voor één. Lege waarden tellen niet mee, ze zijn geen nul.</translation>
</message>
<message>
<source>Denominator</source>
<translation>Noemer</translation>
</message>
<message>
<source>Used with points only; of squares a multiple of 25 m.</source>
<translation>Alleen gebruikt bij punten; van vierkanten een veelvoud van 25 m.</translation>
</message>
<message>
<source>Used with points only. Neighbours of hexagons are the six that share a side.</source>
<translation>Alleen gebruikt bij punten. Buren van zeshoeken zijn de zes met een gedeelde zijde.</translation>
</message>
<message>
<source>Used with points only: polygons within which points are counted, and every cell counts, also one without points. Without it: the cells with points and those around them.</source>
<translation>Alleen gebruikt bij punten: vlakken waarbinnen punten worden geteld, en waar elke cel meetelt, ook een zonder punten. Zonder begrenzing: de cellen met punten en die eromheen.</translation>
</message>
<message>
<source>A row for each pair of neighbours: the unit of both, which stands beside the polygons, or the cell.</source>
<translation>Een rij voor elk paar buren: de eenheid van beide, die naast de vlakken staat, of de cel.</translation>
</message>
<message>
<source>Benjamini-Hochberg over all polygons: of many tests some come out by chance.</source>
<translation>Benjamini-Hochberg over alle vlakken: van veel toetsen slagen er enkele door toeval.</translation>
</message>
<message>
<source>{n} events are left out: an empty weight.</source>
<translation>{n} gebeurtenissen vallen weg: een leeg gewicht.</translation>
</message>
<message>
<source>The weight “{field}” is below zero at {n} events: there are no shares of that.</source>
<translation>Het gewicht “{field}” is bij {n} gebeurtenissen onder nul: daarvan zijn er geen aandelen.</translation>
</message>
<message>
<source>Choose the weight: the number of the areas that is shared out. Only points can be counted without.</source>
<translation>Kies het gewicht: het getal van de gebieden dat wordt verdeeld. Alleen punten kunnen zonder worden geteld.</translation>
</message>
<message>
<source>{n} areas are left out: “{field}” is empty or no number.</source>
<translation>{n} gebieden zijn weggelaten: “{field}” is leeg of geen getal.</translation>
</message>
<message>
<source>“{field}” is below zero in {n} areas: there are no shares of that.</source>
<translation>“{field}” is lager dan nul in {n} gebieden: daarvan zijn geen aandelen.</translation>
</message>
<message>
<source>The weight “{field}” is zero everywhere: there is nothing to share out.</source>
<translation>Het gewicht “{field}” is overal nul: er is niets te verdelen.</translation>
</message>
<message>
<source>{n} of {places} places, {share} % of all, hold {part} % of {total} events.</source>
<translation>{n} van {places} plaatsen, {share} % van alle, bevatten {part} % van {total} gebeurtenissen.</translation>
</message>
<message>
<source>{n} of {places} places, {share} % of all, hold {part} % of the sum of weights of {total} events.</source>
<translation>{n} van {places} plaatsen, {share} % van alle, bevatten {part} % van de som van de gewichten van {total} gebeurtenissen.</translation>
</message>
<message>
<source>{n} of {places} places, {share} % of all, hold {part} % of the sum of “{field}”, {total}.</source>
<translation>{n} van {places} plaatsen, {share} % van alle, bevatten {part} % van de som van “{field}”, {total}.</translation>
</message>
<message>
<source>A fifth of the places hold {share} %, the first place alone {first} %.</source>
<translation>Een vijfde van de plaatsen bevat {share} %, de eerste plaats alleen {first} %.</translation>
</message>
<message>
<source>Gini coefficient {gini}: 0 when all places hold the same, 1 when one holds all.</source>
<translation>Gini-coëfficiënt {gini}: 0 als alle plaatsen hetzelfde bevatten, 1 als één alles bevat.</translation>
</message>
<message>
<source>There are fewer events than places, so that even the most even spread leaves places empty; allowing for that the Gini coefficient is {gini} (Bernasco and Steenbeek 2017).</source>
<translation>Er zijn minder gebeurtenissen dan plaatsen, zodat ook de gelijkmatigste verdeling plaatsen leeg laat; daarmee rekening houdend is de Gini-coëfficiënt {gini} (Bernasco en Steenbeek 2017).</translation>
</message>
<message>
<source>Most: {listed}.</source>
<translation>De meeste: {listed}.</translation>
</message>
<message>
<source>{area} {share} %</source>
<translation>{area} {share} %</translation>
</message>
<message>
<source>Concentration of events</source>
<translation>Concentratie van gebeurtenissen</translation>
</message>
<message>
<source>{n} of {places} places hold {part} % of {total} events.</source>
<translation>{n} van {places} plaatsen bevatten {part} % van {total} gebeurtenissen.</translation>
</message>
<message>
<source>{n} of {places} places hold {part} % of the sum of weights of {total} events.</source>
<translation>{n} van {places} plaatsen bevatten {part} % van de som van de gewichten van {total} gebeurtenissen.</translation>
</message>
<message>
<source>{n} of {places} places hold {part} % of the sum of “{field}”, {total}.</source>
<translation>{n} van {places} plaatsen bevatten {part} % van de som van “{field}”, {total}.</translation>
</message>
<message>
<source>Places from most to least weight, cumulated (Pareto, Lorenz); Gini {gini}</source>
<translation>Plaatsen van het meeste naar het minste gewicht, opgeteld (Pareto, Lorenz); Gini {gini}</translation>
</message>
<message>
<source>Places from most to fewest events, cumulated (Pareto, Lorenz); Gini {gini}, for few events {gini_events} (Bernasco and Steenbeek 2017)</source>
<translation>Plaatsen van de meeste naar de minste gebeurtenissen, opgeteld (Pareto, Lorenz); Gini {gini}, voor weinig gebeurtenissen {gini_events} (Bernasco en Steenbeek 2017)</translation>
</message>
<message>
<source>Some places hold more than others by chance alone, the more so the fewer events there are: test with hot spots (Gi*).</source>
<translation>Sommige plaatsen bevatten door toeval alleen al meer dan andere, te meer naarmate er minder gebeurtenissen zijn: toets met hotspots (Gi*).</translation>
</message>
<message>
<source>Share (%)</source>
<translation>Aandeel (%)</translation>
</message>
<message>
<source>Share with all before it (%)</source>
<translation>Aandeel met alle ervoor (%)</translation>
</message>
<message>
<source>Places so far (%)</source>
<translation>Plaatsen tot hier (%)</translation>
</message>
<message>
<source>Part of the whole</source>
<translation>Deel van het geheel</translation>
</message>
<message>
<source>Concentration (Pareto)</source>
<translation>Concentratie (Pareto)</translation>
</message>
<message>
<source>Events, or areas with a number</source>
<translation>Gebeurtenissen, of gebieden met een getal</translation>
</message>
<message>
<source>Points in a CRS in metres are counted by place; areas share out a number of theirs. A selection is taken alone.</source>
<translation>Punten in een CRS in meters worden per plaats geteld; van gebieden wordt een getal verdeeld; van een selectie alleen die.</translation>
</message>
<message>
<source>What each event counts for, or the number of each area; those with an empty value are left out.</source>
<translation>Waarvoor elke gebeurtenis telt, of het getal van elk gebied; die met een lege waarde worden weggelaten.</translation>
</message>
<message>
<source>Used with areas only: the column with the name of each.</source>
<translation>Alleen bij gebieden gebruikt: de kolom met de naam van elk.</translation>
</message>
<message>
<source>Share in percent</source>
<translation>Aandeel in procenten</translation>
</message>
<message>
<source>The places that together hold this share are shown apart from the rest.</source>
<translation>De plaatsen die samen dit aandeel bevatten worden apart van de rest getoond.</translation>
</message>
<message>
<source>The places from most to fewest events, with their share and that of all before them.</source>
<translation>De plaatsen van de meeste naar de minste gebeurtenissen, met hun aandeel en dat van alle ervoor.</translation>
</message>
<message>
<source>The curve and the first places, to read and print.</source>
<translation>De curve en de eerste plaatsen, om te lezen en af te drukken.</translation>
</message>
<message>
<source>Places</source>
<translation>Plaatsen</translation>
</message>
<message>
<source>Places that hold the share</source>
<translation>Plaatsen die het aandeel bevatten</translation>
</message>
<message>
<source>Gini coefficient</source>
<translation>Gini-coëfficiënt</translation>
</message>
<message>
<source>Gini coefficient for few events</source>
<translation>Gini-coëfficiënt voor weinig gebeurtenissen</translation>
</message>
<message>
<source>As many days just before</source>
<translation>Evenveel dagen er vlak voor</translation>
</message>
<message>
<source>The same weekdays a year (52 weeks) before</source>
<translation>Dezelfde weekdagen een jaar (52 weken) eerder</translation>
</message>
<message>
<source>The days given below</source>
<translation>De dagen hieronder</translation>
</message>
<message>
<source>No event lies in either period: {now}, and {before}.</source>
<translation>In geen van beide perioden ligt een gebeurtenis: {now}, en {before}.</translation>
</message>
<message>
<source>A period ends before it begins: {period}.</source>
<translation>Een periode eindigt voor zij begint: {period}.</translation>
</message>
<message>
<source>The periods have days in common: {before}, and {now}.</source>
<translation>De perioden hebben dagen gemeen: {before}, en {now}.</translation>
</message>
<message>
<source>Give the first and the last day of the period that is compared with.</source>
<translation>Geef de eerste en de laatste dag van de periode waarmee wordt vergeleken.</translation>
</message>
<message>
<source>The period compared with begins on {before}, before the first event of the layer ({first}): give the days that the data hold.</source>
<translation>De periode waarmee wordt vergeleken begint op {before}, voor de eerste gebeurtenis van de laag ({first}): geef de dagen die de gegevens bevatten.</translation>
</message>
<message>
<source>Caution: the first event of the layer is of {first}. Where the data begin later than the period compared with, growth is no growth.</source>
<translation>Let op: de eerste gebeurtenis van de laag is van {first}. Waar de gegevens later beginnen dan de periode waarmee wordt vergeleken is groei geen groei.</translation>
</message>
<message>
<source>{first} to {last}</source>
<translation>{first} tot en met {last}</translation>
</message>
<message>
<source>{now} ({days} days) against {before} ({days_before} days).</source>
<translation>{now} ({days} dagen) tegen {before} ({days_before} dagen).</translation>
</message>
<message>
<source>All: {events} events where {expected} were expected, {change} % (p {p}).</source>
<translation>Alles: {events} gebeurtenissen waar er {expected} werden verwacht, {change} % (p {p}).</translation>
</message>
<message>
<source>All: {events} events, none before.</source>
<translation>Alles: {events} gebeurtenissen, eerst geen.</translation>
</message>
<message>
<source>Of {places} places {more} have more events than chance explains, {less} fewer; {new} had none before.</source>
<translation>Van {places} plaatsen hebben er {more} meer gebeurtenissen dan toeval verklaart, {less} minder; {new} hadden er eerst geen.</translation>
</message>
<message>
<source>Surest: {listed}.</source>
<translation>Het zekerst: {listed}.</translation>
</message>
<message>
<source>{area}, {events} where {expected} were expected</source>
<translation>{area}, {events} waar er {expected} werden verwacht</translation>
</message>
<message>
<source>{n} places without an event in either period are left out.</source>
<translation>{n} plaatsen zonder gebeurtenis in beide perioden vallen weg.</translation>
</message>
<message>
<source>In half of the places fewer than {few} events are expected: there only large changes can be told from chance.</source>
<translation>In de helft van de plaatsen worden minder dan {few} gebeurtenissen verwacht: daar zijn alleen grote veranderingen van toeval te onderscheiden.</translation>
</message>
<message>
<source>Change in events</source>
<translation>Verandering in gebeurtenissen</translation>
</message>
<message>
<source>More or fewer events by place: {now} against {before}.</source>
<translation>Meer of minder gebeurtenissen per plaats: {now} tegen {before}.</translation>
</message>
<message>
<source>Events by place; expected: those of the period before, times the length of the periods; test: E-test, two-sided (Krishnamoorthy and Thomson 2004); false discovery rate controlled: {fdr}; no percentage where there were none before</source>
<translation>Gebeurtenissen per plaats; verwacht: die van de periode ervoor, naar de lengte van de perioden; toets: E-toets, tweezijdig (Krishnamoorthy en Thomson 2004); aandeel valse vondsten beheerst: {fdr}; geen percentage waar er eerst geen waren</translation>
</message>
<message>
<source>A place that was chosen because it was busy tends to be less busy afterwards by itself (regression to the mean).</source>
<translation>Een plaats die is gekozen omdat zij druk was wordt daarna vanzelf minder druk (regressie naar het gemiddelde).</translation>
</message>
<message>
<source>Events in the period before</source>
<translation>Gebeurtenissen in de periode ervoor</translation>
</message>
<message>
<source>More than expected</source>
<translation>Meer dan verwacht</translation>
</message>
<message>
<source>Change (%)</source>
<translation>Verandering (%)</translation>
</message>
<message>
<source>Change (p)</source>
<translation>Verandering (p)</translation>
</message>
<message>
<source>Change (p), of this place alone</source>
<translation>Verandering (p), van deze plaats alleen</translation>
</message>
<message>
<source>Surely more (1) or fewer (-1)</source>
<translation>Zeker meer (1) of minder (-1)</translation>
</message>
<message>
<source>Change between two periods</source>
<translation>Verandering tussen twee perioden</translation>
</message>
<message>
<source>Of the period that is looked at; empty: 28 days up to its last day.</source>
<translation>Van de periode die wordt bekeken; leeg: 28 dagen tot en met de laatste dag ervan.</translation>
</message>
<message>
<source>Of the period that is looked at; empty: the day of the last event.</source>
<translation>Van de periode die wordt bekeken; leeg: de dag van de laatste gebeurtenis.</translation>
</message>
<message>
<source>Just before follows the season; a year before allows for it. Where periods differ in length, what is expected is set right for it.</source>
<translation>Vlak ervoor volgt het seizoen; een jaar eerder houdt er rekening mee. Waar perioden in lengte verschillen wordt wat verwacht is daarvoor rechtgezet.</translation>
</message>
<message>
<source>Used with the days given below only.</source>
<translation>Alleen gebruikt met de dagen hieronder.</translation>
</message>
<message>
<source>First day compared with</source>
<translation>Eerste dag waarmee wordt vergeleken</translation>
</message>
<message>
<source>Last day compared with</source>
<translation>Laatste dag waarmee wordt vergeleken</translation>
</message>
<message>
<source>Benjamini-Hochberg over all places: of many tests some come out by chance.</source>
<translation>Benjamini-Hochberg over alle plaatsen: van veel toetsen komen er enkele door toeval uit.</translation>
</message>
<message>
<source>The places with both numbers and the change, the surest first.</source>
<translation>De plaatsen met beide aantallen en de verandering, de zekerste eerst.</translation>
</message>
<message>
<source>Places with surely more</source>
<translation>Plaatsen met zeker meer</translation>
</message>
<message>
<source>Places with surely fewer</source>
<translation>Plaatsen met zeker minder</translation>
</message>
<message>
<source>Areas of the boundary</source>
<translation>Gebieden van de grens</translation>
</message>
<message>
<source>Choose the boundary: its areas are what is counted by.</source>
<translation>Kies de grens: naar de gebieden ervan wordt geteld.</translation>
</message>
<message>
<source>Caution: {n} events lie in several areas of the boundary, which overlap: each is counted in the first of these alone.</source>
<translation>Let op: {n} gebeurtenissen liggen in meer gebieden van de grens, die overlappen: elke telt alleen in het eerste daarvan.</translation>
</message>
<message>
<source>{n} events are left out: no place, or outside the boundary.</source>
<translation>{n} gebeurtenissen vallen weg: geen plaats, of buiten de grens.</translation>
</message>
<message>
<source>Count by</source>
<translation>Tel naar</translation>
</message>
<message>
<source>Squares or hexagons of one size, or the areas of the layer below.</source>
<translation>Vierkanten of zeshoeken van één grootte, of de gebieden van de laag hieronder.</translation>
</message>
<message>
<source>Width of a cell; of squares a multiple of 25 m.</source>
<translation>Breedte van een cel; van vierkanten een veelvoud van 25 m.</translation>
</message>
<message>
<source>Polygons within which events are counted, and every cell counts, also one without events. Without it: the cells with events and those around them.</source>
<translation>Vlakken waarbinnen gebeurtenissen worden geteld, en elke cel meetelt, ook een zonder gebeurtenissen. Zonder: de cellen met gebeurtenissen en die eromheen.</translation>
</message>
<message>
<source>A column with the name of the area, which each place gets.</source>
<translation>Een kolom met de naam van het gebied, die elke plaats krijgt.</translation>
</message>
<message>
<source>Hot spots (Gi*)</source>
<translation>Hotspots (Gi*)</translation>
</message>
<message>
<source>Where high (hot) or low (cold) values lie together more than chance explains, of {units} places.</source>
<translation>Waar hoge (warm) of lage (koud) waarden vaker bij elkaar liggen dan toeval verklaart, van {units} plekken.</translation>
</message>
<message>
<source>{formula}; neighbours: {rule}; {draws} conditional permutations, seed {seed}; false discovery rate controlled: {fdr}</source>
<translation>{formula}; buren: {rule}; {draws} voorwaardelijke permutaties, startgetal {seed}; gecorrigeerd voor veel toetsen (false discovery rate): {fdr}</translation>
</message>
<message>
<source>{n} hot places, {places} % of all, hold {held} % of the whole.</source>
<translation>{n} warme plaatsen, {places} % van alle, hebben {held} % van het geheel.</translation>
</message>
<message>
<source>{n} hot places, {places} % of all, hold {held} % of the whole; strongest in {areas}.</source>
<translation>{n} warme plaatsen, {places} % van alle, hebben {held} % van het geheel; het sterkst in {areas}.</translation>
</message>
<message>
<source>{n} places have no neighbour and are never significant.</source>
<translation>{n} plekken hebben geen buur en zijn nooit significant.</translation>
</message>
<message>
<source>{units} places, {hot} hot and {cold} cold at 90 % confidence or more.</source>
<translation>{units} plekken, {hot} warm en {cold} koud met 90 % zekerheid of meer.</translation>
</message>
<message>
<source>“{layer}” has no features with a place: choose another layer.</source>
<translation>“{layer}” heeft geen objecten met een plaats: kies een andere laag.</translation>
</message>
<message>
<source>Choose the layers of objects whose surroundings may explain the events.</source>
<translation>Kies de lagen met objecten waarvan de omgeving de gebeurtenissen kan verklaren.</translation>
</message>
<message>
<source>{events} events in {cells} cells of {size} m; surroundings: within {radius} m.</source>
<translation>{events} gebeurtenissen in {cells} cellen van {size} m; omgeving: binnen {radius} m.</translation>
</message>
<message>
<source>{layer}: {ratio} times as many events as elsewhere ({lower} to {upper}, p {p}), with the others held the same {adjusted}.</source>
<translation>{layer}: {ratio} maal zo veel gebeurtenissen als elders ({lower} tot {upper}, p {p}), met de andere gelijk gehouden {adjusted}.</translation>
</message>
<message>
<source>{layer}: {ratio} times as many events as elsewhere ({lower} to {upper}, p {p}).</source>
<translation>{layer}: {ratio} maal zo veel gebeurtenissen als elders ({lower} tot {upper}, p {p}).</translation>
</message>
<message>
<source>{layer}: cannot be told, as there are no events on one of both sides, or its surroundings are everywhere or nowhere.</source>
<translation>{layer}: niet te zeggen, omdat aan een van beide kanten geen gebeurtenissen zijn, of de omgeving overal of nergens is.</translation>
</message>
<message>
<source>Caution: the events lie in {n} squares of a kilometre, fewer than {least}: the intervals are rough.</source>
<translation>Let op: de gebeurtenissen liggen in {n} vierkanten van een kilometer, minder dan {least}: de intervallen zijn ruw.</translation>
</message>
<message>
<source>What goes along with events need not cause them: bars lie where people are. Choose the radius before looking, not the one that gives most.</source>
<translation>Wat met gebeurtenissen samengaat hoeft ze niet te veroorzaken: cafés liggen waar mensen zijn. Kies de straal voor u kijkt, niet die het meeste geeft.</translation>
</message>
<message>
<source>Relative risk of surroundings</source>
<translation>Relatief risico van de omgeving</translation>
</message>
<message>
<source>Risk by surroundings</source>
<translation>Risico naar omgeving</translation>
</message>
<message>
<source>How many times as many events there are within {radius} m of objects as elsewhere: {events} events.</source>
<translation>Hoeveel maal zo veel gebeurtenissen er binnen {radius} m van objecten zijn als elders: {events} gebeurtenissen.</translation>
</message>
<message>
<source>Events by {shape} of {size} m, near: centre within {radius} m of an object; Poisson regression (McCullagh and Nelder 1989) with robust variance by squares of {block} m (Liang and Zeger 1986); {left_out} events left out</source>
<translation>Gebeurtenissen naar {shape} van {size} m, erbij: middelpunt binnen {radius} m van een object; Poissonregressie (McCullagh en Nelder 1989) met robuuste variantie naar vierkanten van {block} m (Liang en Zeger 1986); {left_out} gebeurtenissen vielen weg</translation>
</message>
<message>
<source>times the events without any of these near</source>
<translation>maal de gebeurtenissen zonder een van deze erbij</translation>
</message>
<message>
<source>Objects</source>
<translation>Objecten</translation>
</message>
<message>
<source>Number of objects</source>
<translation>Aantal objecten</translation>
</message>
<message>
<source>Share of the cells near (%)</source>
<translation>Aandeel van de cellen erbij (%)</translation>
</message>
<message>
<source>Events near</source>
<translation>Gebeurtenissen erbij</translation>
</message>
<message>
<source>Times as many as elsewhere</source>
<translation>Maal zo veel als elders</translation>
</message>
<message>
<source>Lower limit (95 %)</source>
<translation>Ondergrens (95 %)</translation>
</message>
<message>
<source>Upper limit (95 %)</source>
<translation>Bovengrens (95 %)</translation>
</message>
<message>
<source>p</source>
<translation>p</translation>
</message>
<message>
<source>The same, others held the same</source>
<translation>Hetzelfde, andere gelijk gehouden</translation>
</message>
<message>
<source>Lower limit, others held the same</source>
<translation>Ondergrens, andere gelijk gehouden</translation>
</message>
<message>
<source>Upper limit, others held the same</source>
<translation>Bovengrens, andere gelijk gehouden</translation>
</message>
<message>
<source>p, others held the same</source>
<translation>p, andere gelijk gehouden</translation>
</message>
<message>
<source>Times the events without any of these near</source>
<translation>Maal de gebeurtenissen zonder een van deze erbij</translation>
</message>
<message>
<source>Near</source>
<translation>Erbij</translation>
</message>
<message>
<source>Risk of surroundings</source>
<translation>Risico van de omgeving</translation>
</message>
<message>
<source>Layers such as bars, schools, containers or parks: each is one kind of surroundings. Points, lines or polygons.</source>
<translation>Lagen zoals cafés, scholen, containers of parken: elke is één soort omgeving. Punten, lijnen of vlakken.</translation>
</message>
<message>
<source>A cell is near an object when its centre is within this distance of it.</source>
<translation>Een cel is bij een object als haar middelpunt binnen deze afstand ervan ligt.</translation>
</message>
<message>
<source>Squares or hexagons in which events are counted.</source>
<translation>Vierkanten of zeshoeken waarin gebeurtenissen worden geteld.</translation>
</message>
<message>
<source>Width of a cell; of squares a multiple of 25 m. Smaller than the radius.</source>
<translation>Breedte van een cel; van vierkanten een veelvoud van 25 m. Kleiner dan de straal.</translation>
</message>
<message>
<source>A row for each layer: relative risk with interval and p, by itself and with the others held the same.</source>
<translation>Een rij per laag: relatief risico met interval en p, op zichzelf en met de andere gelijk gehouden.</translation>
</message>
<message>
<source>The cells with what is near them and the risk that follows from it.</source>
<translation>De cellen met wat erbij ligt en het risico dat daaruit volgt.</translation>
</message>
<message>
<source>Quartic</source>
<translation>Kwartisch</translation>
</message>
<message>
<source>Epanechnikov</source>
<translation>Epanechnikov</translation>
</message>
<message>
<source>Gaussian</source>
<translation>Gauss</translation>
</message>
<message>
<source>The weight “{field}” is below zero at {n} points: a density has none of these.</source>
<translation>Het gewicht “{field}” is bij {n} punten onder nul: die heeft een dichtheid niet.</translation>
</message>
<message>
<source>The weight “{field}” is zero everywhere: there is nothing to show.</source>
<translation>Het gewicht “{field}” is overal nul: er is niets te tonen.</translation>
</message>
<message>
<source>Density of events</source>
<translation>Dichtheid van gebeurtenissen</translation>
</message>
<message>
<source>Difference in density</source>
<translation>Verschil in dichtheid</translation>
</message>
<message>
<source>Ratio of densities</source>
<translation>Verhouding van dichtheden</translation>
</message>
<message>
<source>Events per square kilometre, smoothed, of {events} events.</source>
<translation>Gebeurtenissen per vierkante kilometer, uitgesmeerd, van {events} gebeurtenissen.</translation>
</message>
<message>
<source>Events per square kilometre more or fewer than in the second set: {events} events and {others}.</source>
<translation>Gebeurtenissen per vierkante kilometer meer of minder dan in de tweede verzameling: {events} gebeurtenissen en {others}.</translation>
</message>
<message>
<source>How many times as dense as the second set: {events} events and {others}.</source>
<translation>Hoeveel maal zo dicht als de tweede verzameling: {events} gebeurtenissen en {others}.</translation>
</message>
<message>
<source>events per km²</source>
<translation>gebeurtenissen per km²</translation>
</message>
<message>
<source>Kernel density (Silverman 1986); kernel: {kernel}; bandwidth {bandwidth} m; pixels of {size} m; correction at the border: {border}; {left_out} points left out</source>
<translation>Kerndichtheid (Silverman 1986); kern: {kernel}; bandbreedte {bandwidth} m; pixels van {size} m; correctie aan de rand: {border}; {left_out} punten weggelaten</translation>
</message>
<message>
<source>Diggle (1985)</source>
<translation>Diggle (1985)</translation>
</message>
<message>
<source>none</source>
<translation>geen</translation>
</message>
<message>
<source>A density does not tell what is chance: test with hot spots (Gi*) before acting on it.</source>
<translation>Een dichtheid zegt niet wat toeval is: toets met hotspots (Gi*) voordat u erop handelt.</translation>
</message>
<message>
<source>Only {n} events: the map shows where each of them lies, no pattern.</source>
<translation>Maar {n} gebeurtenissen: de kaart toont waar elk ervan ligt, geen patroon.</translation>
</message>
<message>
<source>Half of the events lie in {share} % of the surface, {km2} km², where it is densest.</source>
<translation>De helft van de gebeurtenissen ligt in {share} % van het oppervlak, {km2} km², waar het het dichtst is.</translation>
</message>
<message>
<source>{n} points are left out: no geometry, an empty weight, or outside the boundary.</source>
<translation>{n} punten vallen weg: geen geometrie, een leeg gewicht, of buiten de grens.</translation>
</message>
<message>
<source>The feature with id {id} has no geometry: remove it first.</source>
<translation>Het object met id {id} heeft geen geometrie: verwijder het eerst.</translation>
</message>
<message>
<source>The layer changed while it was read: start again.</source>
<translation>De laag is gewijzigd terwijl ze werd gelezen: begin opnieuw.</translation>
</message>
<message>
<source>{n} of {total} points are left out: no geometry, an empty number or denominator, or outside the boundary.</source>
<translation>{n} van {total} punten tellen niet mee: geen geometrie, een leeg aantal of lege noemer, of buiten de begrenzing.</translation>
</message>
<message>
<source>a shared border or corner</source>
<translation>een gedeelde grens of hoek</translation>
</message>
<message>
<source>a shared border</source>
<translation>een gedeelde grens</translation>
</message>
<message>
<source>centres within {distance} m</source>
<translation>middelpunten binnen {distance} m</translation>
</message>
<message>
<source>the {number} nearest centres</source>
<translation>de {number} dichtstbijzijnde middelpunten</translation>
</message>
<message>
<source>a shared side of hexagons</source>
<translation>een gedeelde zijde van zeshoeken</translation>
</message>
<message>
<source>Days up to the last event</source>
<translation>Dagen tot en met de laatste gebeurtenis</translation>
</message>
<message>
<source>Hot spots of the week</source>
<translation>Hotspots van de week</translation>
</message>
<message>
<source>Clusters of the week</source>
<translation>Clusters van de week</translation>
</message>
<message>
<source>How many days, the one of the last event among them, are taken.</source>
<translation>Hoeveel dagen, die van de laatste gebeurtenis meegerekend, worden genomen.</translation>
</message>
<message>
<source>The cells, hot, cold or neither (Gi*).</source>
<translation>De cellen, hot, cold of geen van beide (Gi*).</translation>
</message>
<message>
<source>Hot spots of the week (model)</source>
<translation>Hotspots van de week (model)</translation>
</message>
<message>
<source>{name}: {value}</source>
<translation>{name}: {value}</translation>
</message>
<message>
<source>Indicators of a theme</source>
<translation>Indicatoren van een thema</translation>
</message>
<message>
<source>Code or name of an area; empty for the whole.</source>
<translation>Code of naam van een gebied; leeg voor het geheel.</translation>
</message>
<message>
<source>A row for each indicator: value, numerator, denominator, change on the period before and its p.</source>
<translation>Een rij voor elke indicator: waarde, teller, noemer, verandering ten opzichte van de vorige periode en de p daarvan.</translation>
</message>
<message>
<source>Events in the period</source>
<translation>Registraties in de periode</translation>
</message>
<message>
<source>Values as JSON</source>
<translation>Waarden als JSON</translation>
</message>
<message>
<source>Computing the figures</source>
<translation>De cijfers worden berekend</translation>
</message>
<message>
<source>Drawing maps and charts</source>
<translation>Kaarten en grafieken worden getekend</translation>
</message>
<message>
<source>Writing {file}</source>
<translation>{file} wordt geschreven</translation>
</message>
<message>
<source>{title} by area</source>
<translation>{title} per gebied</translation>
</message>
<message>
<source>The whole</source>
<translation>Het geheel</translation>
</message>
<message>
<source>{theme}: {area}</source>
<translation>{theme}: {area}</translation>
</message>
<message>
<source>The source gives no times of occurrence, so there are no periods.</source>
<translation>De bron geeft geen tijden van voorvallen, dus er zijn geen perioden.</translation>
</message>
<message>
<source>audience: {audience}</source>
<translation>publiek: {audience}</translation>
</message>
<message>
<source>{title}: withheld.</source>
<translation>{title}: achtergehouden.</translation>
</message>
<message>
<source>On the map all {all} areas are told.</source>
<translation>Op de kaart staan alle {all} gebieden.</translation>
</message>
<message>
<source>On the map {n} of the {all} areas are withheld.</source>
<translation>Op de kaart zijn {n} van de {all} gebieden achtergehouden.</translation>
</message>
<message>
<source>× is withheld, – is missing, 0 is zero.</source>
<translation>× is achtergehouden, – ontbreekt, 0 is nul.</translation>
</message>
<message>
<source>The events of all periods are withheld.</source>
<translation>De registraties van alle perioden zijn achtergehouden.</translation>
</message>
<message>
<source>{file} could not be written: is it open in another program, or is the folder read-only?</source>
<translation>{file} kon niet worden geschreven: is het in een ander programma geopend, of is de map alleen-lezen?</translation>
</message>
<message>
<source>Key figures beside their past and their target</source>
<translation>Kerncijfers naast hun verleden en hun doel</translation>
</message>
<message>
<source>The small lines are the last whole periods; a triangle is a period outside what its own past leads one to expect.</source>
<translation>De kleine lijnen zijn de laatste hele perioden; een driehoek is een periode buiten wat het eigen verleden doet verwachten.</translation>
</message>
<message>
<source>Dashes are the target.</source>
<translation>Streepjes zijn het doel.</translation>
</message>
<message>
<source>Strongest hot spots, in order</source>
<translation>Sterkste hotspots, op volgorde</translation>
</message>
<message>
<source>Hot spot; its number is that in the list</source>
<translation>Hotspot; het nummer is dat in de lijst</translation>
</message>
<message>
<source>How to read this</source>
<translation>Zo leest u dit</translation>
</message>
<message>
<source>Be careful</source>
<translation>Let op</translation>
</message>
<message>
<source>How it was made</source>
<translation>Zo is het gemaakt</translation>
</message>
<message>
<source>Sources and licences</source>
<translation>Bronnen en licenties</translation>
</message>
<message>
<source>Map: a red cell has high values around it more often than chance explains, a blue one low values. Grey cells do not stand out.</source>
<translation>Kaart: een rode cel heeft vaker hoge waarden om zich heen dan toeval verklaart, een blauwe lage. Grijze cellen springen er niet uit.</translation>
</message>
<message>
<source>99 % confidence: chance alone does this to a cell once in a hundred times.</source>
<translation>99 % betrouwbaarheid: toeval alleen doet dit bij een cel één op de honderd keer.</translation>
</message>
<message>
<source>99 % confidence: of the cells marked so about one in a hundred is chance.</source>
<translation>99 % betrouwbaarheid: van de cellen met dit merk is ongeveer één op de honderd toeval.</translation>
</message>
<message>
<source>The map compares rates, not numbers: a place with few finds can be hot, one with many can be not.</source>
<translation>De kaart vergelijkt verhoudingen, geen aantallen: een plek met weinig vondsten kan warm zijn, een met veel vondsten niet.</translation>
</message>
<message>
<source>Bars: the thin line is the 95 % margin. Where margins overlap widely, the order may be chance.</source>
<translation>Balken: de dunne lijn is de marge van 95 %. Waar marges ruim overlappen, kan de volgorde toeval zijn.</translation>
</message>
<message>
<source>They stand in the order of the lower end of their margin: what few events make high by chance is not first.</source>
<translation>Ze staan op volgorde van de ondergrens van hun marge: wat door weinig registraties toevallig hoog is, staat niet vooraan.</translation>
</message>
<message>
<source>Trend: the band is what its own past leads one to expect; a dot outside it deserves a question.</source>
<translation>Trend: de band is wat het eigen verleden doet verwachten; een punt erbuiten verdient een vraag.</translation>
</message>
<message>
<source>Hours are local time; the darker, the more.</source>
<translation>Uren zijn plaatselijke tijd; hoe donkerder, hoe meer.</translation>
</message>
<message>
<source>Better or worse is said only where the change is larger than chance explains (5 % level).</source>
<translation>Beter of slechter staat er alleen waar de verandering groter is dan toeval verklaart (niveau 5 %).</translation>
</message>
<message>
<source>Hot spots: {method}, on {cells} cells of {size} m with their eight neighbours, {significance}.</source>
<translation>Hotspots: {method}, op {cells} cellen van {size} m met hun acht buren, {significance}.</translation>
</message>
<message>
<source>p from {permutations} permutations (seed {seed})</source>
<translation>p uit {permutations} permutaties (startgetal {seed})</translation>
</message>
<message>
<source>p from the normal approximation</source>
<translation>p uit de normale benadering</translation>
</message>
<message>
<source>corrected for testing many cells (false discovery rate)</source>
<translation>gecorrigeerd voor het toetsen van veel cellen (false discovery rate)</translation>
</message>
<message>
<source>not corrected for testing many cells</source>
<translation>niet gecorrigeerd voor het toetsen van veel cellen</translation>
</message>
<message>
<source>Rates of cells with few observations are drawn towards the mean (empirical Bayes, Marshall 1991).</source>
<translation>Verhoudingen van cellen met weinig waarnemingen zijn naar het gemiddelde getrokken (empirical Bayes, Marshall 1991).</translation>
</message>
<message>
<source>Margins of areas: {method}.</source>
<translation>Marges van gebieden: {method}.</translation>
</message>
<message>
<source>Counted: {events} registrations in the period shown.</source>
<translation>Geteld: {events} registraties in de getoonde periode.</translation>
</message>
<message>
<source>{title}. {attribution} ({licence})</source>
<translation>{title}. {attribution} ({licence})</translation>
</message>
<message>
<source>{title} ({licence})</source>
<translation>{title} ({licence})</translation>
</message>
<message>
<source>no licence stated</source>
<translation>geen licentie vermeld</translation>
</message>
<message>
<source>Withheld is neither zero nor missing. On the map withheld areas are dotted, those without data hatched, and those that have zero white; in the charts a withheld bar is a dotted stub, a withheld period a cross.</source>
<translation>Achtergehouden is niet nul en niet ontbrekend. Op de kaart zijn achtergehouden gebieden gestippeld, die zonder gegevens gearceerd, en die met nul wit; in de grafieken is een achtergehouden balk een gestippeld stompje, een achtergehouden periode een kruis.</translation>
</message>
<message>
<source>A withheld count may be small, or it covers a small one beside it: which of the two is not told.</source>
<translation>Een achtergehouden aantal kan klein zijn, of het dekt een klein aantal ernaast af: welk van beide wordt niet gemeld.</translation>
</message>
<message>
<source>This is publication {run} of the workspace. Later ones are protected together with it.</source>
<translation>Dit is publicatie {run} van het werkbestand. Latere worden samen met deze beschermd.</translation>
</message>
<message>
<source>Protecting the counts</source>
<translation>Aantallen beschermen</translation>
</message>
<message>
<source>By area</source>
<translation>Per gebied</translation>
</message>
<message>
<source>{area} is no area of this publication, which tells of {level} and larger ones: choose one of these, or another level.</source>
<translation>{area} is geen gebied van deze publicatie, die over {level} en grotere gaat: kies een van deze, of een ander niveau.</translation>
</message>
<message>
<source>{title}: {value}.</source>
<translation>{title}: {value}.</translation>
</message>
<message>
<source>{title}: {value} ({made_of}).</source>
<translation>{title}: {value} ({made_of}).</translation>
</message>
<message>
<source>That is {size} more than in the period before ({previous}){verdict}.</source>
<translation>Dat is {size} meer dan in de vorige periode ({previous}){verdict}.</translation>
</message>
<message>
<source>That is {size} less than in the period before ({previous}){verdict}.</source>
<translation>Dat is {size} minder dan in de vorige periode ({previous}){verdict}.</translation>
</message>
<message>
<source>That is the same as in the period before.</source>
<translation>Dat is evenveel als in de vorige periode.</translation>
</message>
<message>
<source>: clearly worse</source>
<translation>: duidelijk slechter</translation>
</message>
<message>
<source>: clearly better</source>
<translation>: duidelijk beter</translation>
</message>
<message>
<source>: more than chance explains</source>
<translation>: meer dan toeval verklaart</translation>
</message>
<message>
<source>: within what chance explains</source>
<translation>: binnen wat toeval verklaart</translation>
</message>
<message>
<source>There is no earlier period to compare with.</source>
<translation>Er is geen eerdere periode om mee te vergelijken.</translation>
</message>
<message>
<source>In the period before there were none.</source>
<translation>In de periode daarvoor waren er geen.</translation>
</message>
<message>
<source>{count} hot spots lie in {area}; the strongest is {name}.</source>
<translation>In {area} liggen {count} hotspots; de sterkste is {name}.</translation>
</message>
<message>
<source>One hot spot lies in {area}: {name}.</source>
<translation>In {area} ligt één hotspot: {name}.</translation>
</message>
<message>
<source>No hot spot lies in {area}.</source>
<translation>In {area} ligt geen hotspot.</translation>
</message>
<message>
<source>Busiest hour: {weekday} between {hour}:00 and {next}:00.</source>
<translation>Drukste uur: {weekday} tussen {hour}:00 en {next}:00.</translation>
</message>
<message>
<source>The last full {period} lies above what its own past leads one to expect.</source>
<translation>De laatste volledige {period} ligt boven wat het eigen verleden doet verwachten.</translation>
</message>
<message>
<source>The last full {period} lies below what its own past leads one to expect.</source>
<translation>De laatste volledige {period} ligt onder wat het eigen verleden doet verwachten.</translation>
</message>
<message>
<source>The last full {period} is as its own past leads one to expect.</source>
<translation>De laatste volledige {period} is zoals het eigen verleden doet verwachten.</translation>
</message>
<message>
<source>day</source>
<translation>dag</translation>
</message>
<message>
<source>week</source>
<translation>week</translation>
</message>
<message>
<source>month</source>
<translation>maand</translation>
</message>
<message>
<source>quarter</source>
<translation>kwartaal</translation>
</message>
<message>
<source>year</source>
<translation>jaar</translation>
</message>
<message>
<source>{area}  ·  {level}  ·  {period}</source>
<translation>{area}  ·  {level}  ·  {period}</translation>
</message>
<message>
<source>compared with {period}</source>
<translation>vergeleken met {period}</translation>
</message>
<message>
<source>data until {day}</source>
<translation>gegevens tot en met {day}</translation>
</message>
<message>
<source>Sources: {sources}.</source>
<translation>Bronnen: {sources}.</translation>
</message>
<message>
<source>Base map: {attribution}.</source>
<translation>Achtergrondkaart: {attribution}.</translation>
</message>
<message>
<source>Page {number} of {count}</source>
<translation>Pagina {number} van {count}</translation>
</message>
<message>
<source>The layout template {file} cannot be read: open it in the layout designer.</source>
<translation>Het lay-outsjabloon {file} kan niet worden gelezen: open het in de lay-outontwerper.</translation>
</message>
<message>
<source>No.</source>
<translation>Nr.</translation>
</message>
<message>
<source>Where</source>
<translation>Waar</translation>
</message>
<message>
<source>Value</source>
<translation>Waarde</translation>
</message>
<message>
<source>Confidence</source>
<translation>Zekerheid</translation>
</message>
<message>
<source>Shown are the first {shown} of {all}.</source>
<translation>Dit zijn de eerste {shown} van {all}.</translation>
</message>
<message>
<source>number of events</source>
<translation>aantal registraties</translation>
</message>
<message>
<source>number of events, first {shown} of {all} categories</source>
<translation>aantal registraties, eerste {shown} van {all} categorieën</translation>
</message>
<message>
<source>without a category</source>
<translation>zonder categorie</translation>
</message>
<message>
<source>new</source>
<translation>nieuwe</translation>
</message>
<message>
<source>{name}: withheld</source>
<translation>{name}: achtergehouden</translation>
</message>
<message>
<source>{name}: {n} events</source>
<translation>{name}: {n} registraties</translation>
</message>
<message>
<source>{n} in the period before ({change})</source>
<translation>{n} in de periode ervoor ({change})</translation>
</message>
<message>
<source>clearly more, all categories tested together</source>
<translation>duidelijk meer, alle categorieën samen getoetst</translation>
</message>
<message>
<source>clearly fewer, all categories tested together</source>
<translation>duidelijk minder, alle categorieën samen getoetst</translation>
</message>
<message>
<source>no more change than chance explains</source>
<translation>niet meer verschil dan toeval verklaart</translation>
</message>
<message>
<source>the period before</source>
<translation>de periode ervoor</translation>
</message>
<message>
<source>clearly more</source>
<translation>duidelijk meer</translation>
</message>
<message>
<source>clearly fewer</source>
<translation>duidelijk minder</translation>
</message>
<message>
<source>number of events {by_period}, and below the days until they were closed</source>
<translation>aantal registraties {by_period}, en daaronder de dagen tot de afhandeling</translation>
</message>
<message>
<source>{period}, still open</source>
<translation>{period}, nog open</translation>
</message>
<message>
<source>{period}, closed</source>
<translation>{period}, afgehandeld</translation>
</message>
<message>
<source>{what}: {n} events</source>
<translation>{what}: {n} registraties</translation>
</message>
<message>
<source>{status}: {n}</source>
<translation>{status}: {n}</translation>
</message>
<message>
<source>this period has not ended yet</source>
<translation>deze periode is nog niet voorbij</translation>
</message>
<message>
<source>half closed within {n} days</source>
<translation>de helft afgehandeld binnen {n} dagen</translation>
</message>
<message>
<source>less than half are closed so far</source>
<translation>nog geen helft afgehandeld</translation>
</message>
<message>
<source>nine in ten closed within {n} days</source>
<translation>negen op de tien afgehandeld binnen {n} dagen</translation>
</message>
<message>
<source>less than nine in ten are closed so far</source>
<translation>nog geen negen op de tien afgehandeld</translation>
</message>
<message>
<source>without a status</source>
<translation>zonder status</translation>
</message>
<message>
<source>closed</source>
<translation>afgehandeld</translation>
</message>
<message>
<source>{status}</source>
<translation>{status}</translation>
</message>
<message>
<source>closed, other</source>
<translation>afgehandeld, overig</translation>
</message>
<message>
<source>still open</source>
<translation>nog open</translation>
</message>
<message>
<source>{status}, still open</source>
<translation>{status}, nog open</translation>
</message>
<message>
<source>still open, other</source>
<translation>nog open, overig</translation>
</message>
<message>
<source>half closed within so many days</source>
<translation>de helft binnen zoveel dagen</translation>
</message>
<message>
<source>nine in ten</source>
<translation>negen op de tien</translation>
</message>
<message>
<source>number of events; {n} more have a date but no hour</source>
<translation>aantal registraties; nog {n} hebben wel een datum maar geen uur</translation>
</message>
<message>
<source>total</source>
<translation>totaal</translation>
</message>
<message>
<source>{weekday} {start}–{end}</source>
<translation>{weekday} {start}–{end}</translation>
</message>
<message>
<source>{moment}: {n} events</source>
<translation>{moment}: {n} registraties</translation>
</message>
<message>
<source>events in an hour of the week</source>
<translation>registraties in een uur van de week</translation>
</message>
<message>
<source>areas</source>
<translation>gebieden</translation>
</message>
<message>
<source>places</source>
<translation>plekken</translation>
</message>
<message>
<source>half of the events lie in {n} of the {all} {kind} ({share})</source>
<translation>de helft van de registraties ligt in {n} van de {all} {kind} ({share})</translation>
</message>
<message>
<source>half of “{what}” lies in {n} of the {all} {kind} ({share})</source>
<translation>de helft van “{what}” ligt in {n} van de {all} {kind} ({share})</translation>
</message>
<message>
<source>of the areas</source>
<translation>van de gebieden</translation>
</message>
<message>
<source>of the places</source>
<translation>van de plekken</translation>
</message>
<message>
<source>{n} places up to {name}</source>
<translation>{n} plekken tot en met {name}</translation>
</message>
<message>
<source>the most of {all} {kind}: {share} of the whole</source>
<translation>het meeste van {all} {kind}: {share} van het geheel</translation>
</message>
<message>
<source>it and those that hold more, {n} of {all} {kind}: {share} of the whole</source>
<translation>met wat meer heeft {n} van {all} {kind}: {share} van het geheel</translation>
</message>
<message>
<source>{name}: {n}</source>
<translation>{name}: {n}</translation>
</message>
<message>
<source>share of the whole, Gini {gini}</source>
<translation>aandeel van het geheel, Gini {gini}</translation>
</message>
<message>
<source>half</source>
<translation>de helft</translation>
</message>
<message>
<source>everywhere as much</source>
<translation>overal evenveel</translation>
</message>
<message>
<source>far above the whole for its size (outside the 99.8 % limits of the funnel)</source>
<translation>ver boven het geheel voor de omvang (buiten de 99,8%-grenzen van de trechter)</translation>
</message>
<message>
<source>above the whole for its size (outside the 95 % limits of the funnel)</source>
<translation>boven het geheel voor de omvang (buiten de 95%-grenzen van de trechter)</translation>
</message>
<message>
<source>below the whole for its size (outside the 95 % limits of the funnel)</source>
<translation>onder het geheel voor de omvang (buiten de 95%-grenzen van de trechter)</translation>
</message>
<message>
<source>far below the whole for its size (outside the 99.8 % limits of the funnel)</source>
<translation>ver onder het geheel voor de omvang (buiten de 99,8%-grenzen van de trechter)</translation>
</message>
<message>
<source>the last whole period is more than its own past leads one to expect</source>
<translation>de laatste hele periode is meer dan op grond van het eigen verleden te verwachten is</translation>
</message>
<message>
<source>the last whole period is less than its own past leads one to expect</source>
<translation>de laatste hele periode is minder dan op grond van het eigen verleden te verwachten is</translation>
</message>
<message>
<source>number</source>
<translation>aantal</translation>
</message>
<message>
<source>{unit}, by the lower end of the margin</source>
<translation>{unit}, naar de ondergrens van de marge</translation>
</message>
<message>
<source>{unit}, first {shown} of {all} by the lower end of the margin</source>
<translation>{unit}, eerste {shown} van {all} naar de ondergrens van de marge</translation>
</message>
<message>
<source>{unit}, first {shown} of {all}</source>
<translation>{unit}, eerste {shown} van {all}</translation>
</message>
<message>
<source>{name}: no value, for want of a denominator</source>
<translation>{name}: geen waarde, want er is geen noemer</translation>
</message>
<message>
<source>95 % sure between {lower} and {upper}</source>
<translation>95 % zeker tussen {lower} en {upper}</translation>
</message>
<message>
<source>{n} events</source>
<translation>{n} registraties</translation>
</message>
<message>
<source>above what its size explains</source>
<translation>boven wat de omvang verklaart</translation>
</message>
<message>
<source>below what its size explains</source>
<translation>onder wat de omvang verklaart</translation>
</message>
<message>
<source>last period above its own past</source>
<translation>laatste periode boven het eigen verleden</translation>
</message>
<message>
<source>last period below its own past</source>
<translation>laatste periode onder het eigen verleden</translation>
</message>
<message>
<source>no value</source>
<translation>geen waarde</translation>
</message>
<message>
<source>clearly above</source>
<translation>duidelijk erboven</translation>
</message>
<message>
<source>clearly below</source>
<translation>duidelijk eronder</translation>
</message>
<message>
<source>the whole</source>
<translation>het geheel</translation>
</message>
<message>
<source>95 % margin</source>
<translation>marge van 95 %</translation>
</message>
<message>
<source>by day</source>
<translation>per dag</translation>
</message>
<message>
<source>by week</source>
<translation>per week</translation>
</message>
<message>
<source>by month</source>
<translation>per maand</translation>
</message>
<message>
<source>by quarter</source>
<translation>per kwartaal</translation>
</message>
<message>
<source>by year</source>
<translation>per jaar</translation>
</message>
<message>
<source>{unit}, {by_period}</source>
<translation>{unit}, {by_period}</translation>
</message>
<message>
<source>{period}: no value</source>
<translation>{period}: geen waarde</translation>
</message>
<message>
<source>{period}: {value}</source>
<translation>{period}: {value}</translation>
</message>
<message>
<source>expected between {lower} and {upper}</source>
<translation>verwacht tussen {lower} en {upper}</translation>
</message>
<message>
<source>within the reporting delay of a source: more events are to come in</source>
<translation>binnen de meldvertraging van een bron: er komen nog registraties binnen</translation>
</message>
<message>
<source>outside the expected range</source>
<translation>buiten de verwachtingsband</translation>
</message>
<message>
<source>until {day}: {n} events, none on the same days of the period before</source>
<translation>tot en met {day}: {n} registraties, geen op dezelfde dagen van de periode ervoor</translation>
</message>
<message>
<source>until {day}: {n} events, {before} on the same days of the period before ({change})</source>
<translation>tot en met {day}: {n} registraties, {before} op dezelfde dagen van de periode ervoor ({change})</translation>
</message>
<message>
<source>measured</source>
<translation>gemeten</translation>
</message>
<message>
<source>expected range</source>
<translation>verwachtingsband</translation>
</message>
<message>
<source>{name}, drawn to the same total</source>
<translation>{name}, getekend op hetzelfde totaal</translation>
</message>
<message>
<source>above it</source>
<translation>erboven</translation>
</message>
<message>
<source>below it</source>
<translation>eronder</translation>
</message>
<message>
<source>not complete yet</source>
<translation>nog niet volledig</translation>
</message>
<message>
<source>more to come in</source>
<translation>er komt nog bij</translation>
</message>
<message>
<source>withheld</source>
<translation>achtergehouden</translation>
</message>
<message>
<source>clear change</source>
<translation>significant</translation>
</message>
<message>
<source>no clear change</source>
<translation>niet significant</translation>
</message>
<message>
<source>Jan</source>
<translation>jan</translation>
</message>
<message>
<source>Feb</source>
<translation>feb</translation>
</message>
<message>
<source>Mar</source>
<translation>mrt</translation>
</message>
<message>
<source>Apr</source>
<translation>apr</translation>
</message>
<message>
<source>May</source>
<translation>mei</translation>
</message>
<message>
<source>Jun</source>
<translation>jun</translation>
</message>
<message>
<source>Jul</source>
<translation>jul</translation>
</message>
<message>
<source>Aug</source>
<translation>aug</translation>
</message>
<message>
<source>Sep</source>
<translation>sep</translation>
</message>
<message>
<source>Oct</source>
<translation>okt</translation>
</message>
<message>
<source>Nov</source>
<translation>nov</translation>
</message>
<message>
<source>Dec</source>
<translation>dec</translation>
</message>
<message>
<source>Mon</source>
<translation>ma</translation>
</message>
<message>
<source>Tue</source>
<translation>di</translation>
</message>
<message>
<source>Wed</source>
<translation>wo</translation>
</message>
<message>
<source>Thu</source>
<translation>do</translation>
</message>
<message>
<source>Fri</source>
<translation>vr</translation>
</message>
<message>
<source>Sat</source>
<translation>za</translation>
</message>
<message>
<source>Sun</source>
<translation>zo</translation>
</message>
<message>
<source>no earlier period to compare with</source>
<translation>geen eerdere periode om mee te vergelijken</translation>
</message>
<message>
<source>{size} points</source>
<translation>{size} procentpunt</translation>
</message>
<message>
<source>better</source>
<translation>beter</translation>
</message>
<message>
<source>worse</source>
<translation>slechter</translation>
</message>
<message>
<source>{change} (before: {value})</source>
<translation>{change} (daarvoor: {value})</translation>
</message>
<message>
<source>against the period before: {change}</source>
<translation>tegenover de vorige periode: {change}</translation>
</message>
<message>
<source>{place}: no value</source>
<translation>{place}: geen waarde</translation>
</message>
<message>
<source>{place}: {value}, of which {part} here</source>
<translation>{place}: {value}, waarvan {part} hier</translation>
</message>
<message>
<source>{place}: {value}</source>
<translation>{place}: {value}</translation>
</message>
<message>
<source>clear difference</source>
<translation>significant</translation>
</message>
<message>
<source>no clear difference</source>
<translation>niet significant</translation>
</message>
<message>
<source>{place}: {value}, here {change}</source>
<translation>{place}: {value}, hier {change}</translation>
</message>
<message>
<source>a year before: no value</source>
<translation>een jaar eerder: geen waarde</translation>
</message>
<message>
<source>a year before: {value}</source>
<translation>een jaar eerder: {value}</translation>
</message>
<message>
<source>{change} (a year before: {value})</source>
<translation>{change} (een jaar eerder: {value})</translation>
</message>
<message>
<source>against a year before: {change}</source>
<translation>tegenover een jaar eerder: {change}</translation>
</message>
<message>
<source>rising over {n} years</source>
<translation>stijgend over {n} jaar</translation>
</message>
<message>
<source>falling over {n} years</source>
<translation>dalend over {n} jaar</translation>
</message>
<message>
<source>no values yet</source>
<translation>nog geen waarden</translation>
</message>
<message>
<source>{n} periods since {since}: between {lowest} and {highest}</source>
<translation>{n} perioden sinds {since}: tussen {lowest} en {highest}</translation>
</message>
<message>
<source>{period}: {value}, more than expected</source>
<translation>{period}: {value}, meer dan verwacht</translation>
</message>
<message>
<source>{period}: {value}, less than expected</source>
<translation>{period}: {value}, minder dan verwacht</translation>
</message>
<message>
<source>target: {target}</source>
<translation>doel: {target}</translation>
</message>
<message>
<source>{n} periods of {figures} figures were judged. Of these about {false} would be a signal by chance alone; {found} are.</source>
<translation>{n} perioden van {figures} cijfers zijn beoordeeld. Daarvan zouden er door toeval alleen al ongeveer {false} een signaal zijn; het zijn er {found}.</translation>
</message>
<message>
<source>target reached: {target} ({source})</source>
<translation>doel gehaald: {target} ({source})</translation>
</message>
<message>
<source>{distance} above the target of {target} ({source})</source>
<translation>{distance} boven het doel van {target} ({source})</translation>
</message>
<message>
<source>{distance} below the target of {target} ({source})</source>
<translation>{distance} onder het doel van {target} ({source})</translation>
</message>
<message>
<source>{period}: {value}, more than the {lower} to {upper} expected</source>
<translation>{period}: {value}, meer dan de {lower} tot {upper} die te verwachten waren</translation>
</message>
<message>
<source>{period}: {value}, less than the {lower} to {upper} expected</source>
<translation>{period}: {value}, minder dan de {lower} tot {upper} die te verwachten waren</translation>
</message>
<message>
<source>{part} of {whole}</source>
<translation>{part} van {whole}</translation>
</message>
<message>
<source>{part} over {whole} {what}</source>
<translation>{part} op {whole} {what}</translation>
</message>
<message>
<source>{file}: every time in “{column}” is midnight: it is read as a date without an hour.</source>
<translation>{file}: elke tijd in “{column}” is middernacht: ze wordt gelezen als datum zonder uur.</translation>
</message>
<message>
<source>{file}: dates in “{column}” are mixed: {day} can only be day/month, {month} only month/day. The more frequent order is used, the others are rejected. State the formats in the mapping.</source>
<translation>{file}: de datums in “{column}” zijn gemengd: {day} kunnen alleen dag/maand zijn, {month} alleen maand/dag. De meest voorkomende volgorde wordt gebruikt, de andere worden afgekeurd. Geef de datumformaten op in de veldtoewijzing.</translation>
</message>
<message>
<source>{file}: dates in “{column}” are read month first: {month} of them cannot be read otherwise.</source>
<translation>{file}: de datums in “{column}” worden met de maand voorop gelezen: {month} ervan kunnen niet anders worden gelezen.</translation>
</message>
<message>
<source>{file}: dates in “{column}” are read day first: {day} of them cannot be read otherwise.</source>
<translation>{file}: de datums in “{column}” worden met de dag voorop gelezen: {day} ervan kunnen niet anders worden gelezen.</translation>
</message>
<message>
<source>{file}: dates in “{column}” do not tell whether the day or the month comes first; they are read day first. State the format in the mapping if that is wrong.</source>
<translation>{file}: uit de datums in “{column}” blijkt niet of de dag of de maand voorop staat; ze worden met de dag voorop gelezen. Geef het datumformaat op in de veldtoewijzing als dat niet klopt.</translation>
</message>
<message>
<source>{file}: numbers in “{column}” are read with a decimal comma.</source>
<translation>{file}: de getallen in “{column}” worden met een decimale komma gelezen.</translation>
</message>
<message>
<source>{count} of the rejected points would lie among the others if their two coordinates changed places: is the mapping or the source the wrong way round?</source>
<translation>{count} van de afgekeurde punten zouden tussen de andere liggen als hun twee coördinaten werden verwisseld: staan ze in de veldtoewijzing of in de bron verkeerd om?</translation>
</message>
<message>
<source>{count} times fall in the hour that clocks going back repeat; each is taken as the first occurrence unless the order of the rows tells otherwise.</source>
<translation>{count} tijden vallen in het uur dat dubbel voorkomt als de klok teruggaat; elk wordt als het eerste van de twee genomen, tenzij uit de volgorde van de rijen anders blijkt.</translation>
</message>
<message>
<source>{count} times fall in the hour that clocks going forward skip; they are moved to its end.</source>
<translation>{count} tijden vallen in het uur dat wordt overgeslagen als de klok vooruitgaat; ze worden naar het einde ervan verplaatst.</translation>
</message>
<message>
<source>{count} rows have an empty id; they got one made of their content.</source>
<translation>{count} rijen hebben een lege id; ze kregen er een op grond van hun inhoud.</translation>
</message>
<message>
<source>the row has more or fewer values than the header</source>
<translation>de rij heeft meer of minder waarden dan de kopregel</translation>
</message>
<message>
<source>the row equals an earlier one in every column</source>
<translation>de rij is in elke kolom gelijk aan een eerdere</translation>
</message>
<message>
<source>another row with the same id is the current one</source>
<translation>een andere rij met dezelfde id is de actuele</translation>
</message>
<message>
<source>a time that no format reads</source>
<translation>een tijd die geen enkel datumformaat kan lezen</translation>
</message>
<message>
<source>a time in the future</source>
<translation>een tijd in de toekomst</translation>
</message>
<message>
<source>closed before it occurred</source>
<translation>afgesloten voordat het gebeurde</translation>
</message>
<message>
<source>ended before it began</source>
<translation>geëindigd voordat het begon</translation>
</message>
<message>
<source>no coordinates</source>
<translation>geen coördinaten</translation>
</message>
<message>
<source>coordinates that cannot be</source>
<translation>onmogelijke coördinaten</translation>
</message>
<message>
<source>no coordinates, and the address was not found</source>
<translation>geen coördinaten, en het adres is niet gevonden</translation>
</message>
<message>
<source>outside the extent of the mapping</source>
<translation>buiten het opgegeven gebied (extent) van de veldtoewijzing</translation>
</message>
<message>
<source>far away from all other points</source>
<translation>ver van alle andere punten</translation>
</message>
<message>
<source>in none of the areas</source>
<translation>in geen van de gebieden</translation>
</message>
<message>
<source>no category</source>
<translation>geen categorie</translation>
</message>
<message>
<source>a category that is not in the code list</source>
<translation>een categorie die niet in de codelijst staat</translation>
</message>
<message>
<source>a measure that is no number</source>
<translation>een maat die geen getal is</translation>
</message>
<message>
<source>erased for good earlier; it is not stored again</source>
<translation>eerder voorgoed gewist; wordt niet opnieuw opgeslagen</translation>
</message>
<message>
<source>older than the source is kept</source>
<translation>ouder dan de bewaartermijn van de bron</translation>
</message>
<message>
<source>no geometry</source>
<translation>geen geometrie</translation>
</message>
<message>
<source>a geometry that cannot be read or is of another kind</source>
<translation>een geometrie die niet te lezen is of van een andere soort is</translation>
</message>
<message>
<source>an area without a code</source>
<translation>een gebied zonder code</translation>
</message>
<message>
<source>The time zone “{zone}” is not known. Use a name such as Europe/Amsterdam or UTC.</source>
<translation>De tijdzone “{zone}” is niet bekend. Gebruik een naam als Europe/Amsterdam of UTC.</translation>
</message>
<message>
<source>The period has not ended, or its events have not all come in.</source>
<translation>De periode is niet voorbij, of nog niet al haar registraties zijn binnen.</translation>
</message>
<message>
<source>There is no whole period to compare with.</source>
<translation>Er is geen hele periode om mee te vergelijken.</translation>
</message>
<message>
<source>{now} events, {then} in {period}: too few to compare.</source>
<translation>{now} registraties, {then} in {period}: te weinig om te vergelijken.</translation>
</message>
<message>
<source>{now} events, {then} in {period} ({change} % per day).</source>
<translation>{now} registraties, {then} in {period} ({change} % per dag).</translation>
</message>
<message>
<source>{now} events, {then} in {period} ({change} % per day): no more than the source's own unrest explains.</source>
<translation>{now} registraties, {then} in {period} ({change} % per dag): niet meer dan de eigen onrust van de bron verklaart.</translation>
</message>
<message>
<source>{share} % of the events would need another category to be divided as in {period}.</source>
<translation>{share} % van de registraties zou een andere categorie moeten hebben om verdeeld te zijn als in {period}.</translation>
</message>
<message>
<source>{share} % of the events would need another category to be divided as in {period}: no more than usual.</source>
<translation>{share} % van de registraties zou een andere categorie moeten hebben om verdeeld te zijn als in {period}: niet meer dan gewoonlijk.</translation>
</message>
<message>
<source>There is only one category, or none: nothing can shift.</source>
<translation>Er is maar één categorie, of geen: er kan niets verschuiven.</translation>
</message>
<message>
<source>“{category}”: {now} events, {then} in {period} ({change} % per day).</source>
<translation>“{category}”: {now} registraties, {then} in {period} ({change} % per dag).</translation>
</message>
<message>
<source>The category “{category}” has vanished: {then} events in {period}, none now.</source>
<translation>De categorie “{category}” is verdwenen: {then} registraties in {period}, nu geen enkele.</translation>
</message>
<message>
<source>The category “{category}” is new: {now} events, none in any period before.</source>
<translation>De categorie “{category}” is nieuw: {now} registraties, in geen periode daarvoor één.</translation>
</message>
<message>
<source>{source}: {now} events in {period}, where {expected} were to be expected ({change} %). If they come later, state the reporting_delay of the source.</source>
<translation>{source}: {now} registraties in {period}, terwijl er {expected} te verwachten waren ({change} %). Komen ze later, noem dan de reporting_delay van de bron.</translation>
</message>
<message>
<source>{source}: {now} events in {period}, where {expected} were to be expected ({change} %).</source>
<translation>{source}: {now} registraties in {period}, terwijl er {expected} te verwachten waren ({change} %).</translation>
</message>
<message>
<source>The history is too short to say how many events are usual.</source>
<translation>De geschiedenis is te kort om te zeggen hoeveel registraties gewoon zijn.</translation>
</message>
<message>
<source>Reported again, near and soon after</source>
<translation>Nog eens gemeld, dichtbij en kort daarna</translation>
</message>
<message>
<source>The same registration in two sources</source>
<translation>Dezelfde registratie in twee bronnen</translation>
</message>
<message>
<source>Hot spots appear after the theme is built.</source>
<translation>Hotspots verschijnen zodra het thema is opgebouwd.</translation>
</message>
<message>
<source>Only {n} places have a value; hot spots need at least {minimum}.</source>
<translation>Slechts {n} plekken hebben een waarde; voor hotspots zijn er minstens {minimum} nodig.</translation>
</message>
<message>
<source>All {n} places have the same value: there are no hot spots to find.</source>
<translation>Alle {n} plekken hebben dezelfde waarde: er zijn geen hotspots te vinden.</translation>
</message>
<message>
<source>A cell of {size} m is not possible: choose a multiple of {base} m, such as 50, 100, 125, 250.</source>
<translation>Een cel van {size} m kan niet: kies een veelvoud van {base} m, zoals 50, 100, 125 of 250.</translation>
</message>
<message>
<source>A hexagon of {size} m is not possible: choose a whole number of metres from {least} to {most}.</source>
<translation>Een zeshoek van {size} m is niet mogelijk: kies een heel aantal meters van {least} tot {most}.</translation>
</message>
<message>
<source>This tells where an area stands among ten or more others: choose an area of this level.</source>
<translation>Dit vertelt waar een gebied staat tussen tien of meer andere: kies een gebied van dit niveau.</translation>
</message>
<message>
<source>Too few reports of this period are handled so far, or the source does not tell when they are.</source>
<translation>Er zijn nog te weinig meldingen van deze periode afgehandeld, of de bron vertelt niet wanneer dat is.</translation>
</message>
<message>
<source>There are no areas to divide by their size: the job was run without areas.</source>
<translation>Er zijn geen gebieden om door hun oppervlakte te delen: de taak is zonder gebieden uitgevoerd.</translation>
</message>
<message>
<source>No number of {name} is known for these areas.</source>
<translation>Van deze gebieden is geen aantal {name} bekend.</translation>
</message>
<message>
<source>The source does not give {name}.</source>
<translation>De bron geeft geen {name}.</translation>
</message>
<message>
<source>The source has no times of occurrence.</source>
<translation>De bron geeft geen tijd waarop iets gebeurde.</translation>
</message>
<message>
<source>Nothing was counted that it could be divided by.</source>
<translation>Er is niets geteld om door te delen.</translation>
</message>
<message>
<source>Only {n} places have a value; clusters and outliers need at least {minimum}.</source>
<translation>Maar {n} plaatsen hebben een waarde; clusters en uitschieters hebben er ten minste {minimum} nodig.</translation>
</message>
<message>
<source>All {n} places have the same value: there is nothing to compare with the neighbours.</source>
<translation>Alle {n} plaatsen hebben dezelfde waarde: er is niets met de buren te vergelijken.</translation>
</message>
<message>
<source>{n} pairs of events lie within {distance} m of each other, more than {most}: choose a smaller distance.</source>
<translation>{n} paren gebeurtenissen liggen binnen {distance} m van elkaar, meer dan {most}: kies een kleinere afstand.</translation>
</message>
<message>
<source>bad</source>
<translation>slecht</translation>
</message>
<message>
<source>attention</source>
<translation>let op</translation>
</message>
<message>
<source>fine</source>
<translation>goed</translation>
</message>
<message>
<source>no norm</source>
<translation>geen norm</translation>
</message>
<message>
<source>cannot be told</source>
<translation>niet te zeggen</translation>
</message>
<message>
<source>Completeness</source>
<translation>Volledigheid</translation>
</message>
<message>
<source>Validity</source>
<translation>Geldigheid</translation>
</message>
<message>
<source>Timeliness</source>
<translation>Tijdigheid</translation>
</message>
<message>
<source>Uniqueness</source>
<translation>Uniciteit</translation>
</message>
<message>
<source>Position</source>
<translation>Ligging</translation>
</message>
<message>
<source>Drift</source>
<translation>Verschuiving</translation>
</message>
<message>
<source>There are no events: nothing can be told.</source>
<translation>Er zijn geen registraties: er is niets te zeggen.</translation>
</message>
<message>
<source>{field} is filled in {share} % of {count} events.</source>
<translation>{field} is gevuld in {share} % van {count} registraties.</translation>
</message>
<message>
<source>{source}: {rejected} of {read} rows were rejected.</source>
<translation>{source}: {rejected} van de {read} rijen zijn afgewezen.</translation>
</message>
<message>
<source>{rejected} of {read} rows were rejected: {reason}.</source>
<translation>{rejected} van {read} rijen zijn afgekeurd: {reason}.</translation>
</message>
<message>
<source>No rows came: what is wrong with them cannot be told.</source>
<translation>Er kwamen geen rijen: wat eraan mankeert is niet te zeggen.</translation>
</message>
<message>
<source>{early} of {count} events were reported a day or more before they occurred.</source>
<translation>{early} van {count} registraties zijn een dag of meer gemeld voordat ze gebeurden.</translation>
</message>
<message>
<source>No event has both reported_at and occurred_from: no reporting delay can be told.</source>
<translation>Geen registratie heeft zowel reported_at als occurred_from: een meldvertraging is niet te zeggen.</translation>
</message>
<message>
<source>reported_at and occurred_from are the same in every event: no reporting delay can be told.</source>
<translation>reported_at en occurred_from zijn in elke registratie gelijk: een meldvertraging is niet te zeggen.</translation>
</message>
<message>
<source>Half of {count} events were reported within {value} hours after they occurred.</source>
<translation>De helft van {count} registraties is gemeld binnen {value} uur nadat ze gebeurden.</translation>
</message>
<message>
<source>Nine in ten of {count} events were reported within {value} hours after they occurred.</source>
<translation>Negen op de tien van {count} registraties zijn gemeld binnen {value} uur nadat ze gebeurden.</translation>
</message>
<message>
<source>Nine in ten of {count} events were reported within {value} hours after they occurred; the definition says {norm} hours (reporting_delay).</source>
<translation>Negen op de tien van {count} registraties zijn gemeld binnen {value} uur nadat ze gebeurden; de definitie zegt {norm} uur (reporting_delay).</translation>
</message>
<message>
<source>No event has a closed_at: how long they stay open cannot be told.</source>
<translation>Geen registratie heeft een closed_at: hoe lang ze open blijven is niet te zeggen.</translation>
</message>
<message>
<source>Half of {count} events were closed within {value} days; those still open are counted as such.</source>
<translation>De helft van {count} registraties is binnen {value} dagen afgesloten; wat nog open is, is als open meegeteld.</translation>
</message>
<message>
<source>Of {count} events {closed} have been closed: too few to say within how many days half of them are.</source>
<translation>Van {count} registraties zijn er {closed} afgesloten: te weinig om te zeggen binnen hoeveel dagen de helft dat is.</translation>
</message>
<message>
<source>The newest event is {value} days old.</source>
<translation>De nieuwste registratie is {value} dagen oud.</translation>
</message>
<message>
<source>The newest event is {value} days old; fetched every {every} days with a delay of {delay}, {norm} can be expected.</source>
<translation>De nieuwste registratie is {value} dagen oud; met ophalen om de {every} dagen en een vertraging van {delay} is {norm} te verwachten.</translation>
</message>
<message>
<source>No event has a date: how old they are cannot be told.</source>
<translation>Geen registratie heeft een datum: hoe oud ze zijn is niet te zeggen.</translation>
</message>
<message>
<source>{source} was last collected on {day}, and is to be every {every} days.</source>
<translation>{source} is voor het laatst verzameld op {day}, en hoort elke {every} dagen.</translation>
</message>
<message>
<source>{source} has never been collected.</source>
<translation>{source} is nooit verzameld.</translation>
</message>
<message>
<source>{source}: {rejected} of {read} rows equal an earlier one in every column.</source>
<translation>{source}: {rejected} van {read} rijen zijn in elke kolom gelijk aan een eerdere.</translation>
</message>
<message>
<source>{source}: {rejected} of {read} rows repeat the id of another row.</source>
<translation>{source}: {rejected} van {read} rijen herhalen de id van een andere rij.</translation>
</message>
<message>
<source>The mapping names no id: whether rows repeat one cannot be told.</source>
<translation>De veldtoewijzing noemt geen id: of rijen er een herhalen is niet te zeggen.</translation>
</message>
<message>
<source>No event has a location_quality: how good the points are cannot be told.</source>
<translation>Geen registratie heeft een location_quality: hoe goed de punten zijn is niet te zeggen.</translation>
</message>
<message>
<source>{share} % of {count} events have a point of the quality “{quality}”.</source>
<translation>{share} % van {count} registraties heeft een punt van de kwaliteit “{quality}”.</translation>
</message>
<message>
<source>{share} % of {count} events do not say how good their point is.</source>
<translation>{share} % van {count} registraties zegt niet hoe goed het punt is.</translation>
</message>
<message>
<source>{share} % of {count} events are placed by area only or displaced: within an area they say nothing.</source>
<translation>{share} % van {count} registraties is alleen op gebied geplaatst of verschoven: binnen een gebied zeggen ze niets.</translation>
</message>
<message>
<source>{rejected} of {read} rows lie outside the areas or far from all others.</source>
<translation>{rejected} van {read} rijen liggen buiten de gebieden of ver van alle andere.</translation>
</message>
<message>
<source>{count} points are too few to tell whether one of them stands for many events.</source>
<translation>{count} punten zijn te weinig om te zeggen of één ervan voor veel registraties staat.</translation>
</message>
<message>
<source>The most used point holds {share} % of {count} events.</source>
<translation>Op het meest gebruikte punt ligt {share} % van {count} registraties.</translation>
</message>
<message>
<source>One point, {x} {y}, holds {share} % of {count} events: is it what the source writes when it does not know where?</source>
<translation>Op één punt, {x} {y}, ligt {share} % van {count} registraties: is dat wat de bron schrijft als zij niet weet waar?</translation>
</message>
<message>
<source>The seed is {seed}, but it must be 0 or more: choose another number.</source>
<translation>Het startgetal is {seed}, maar moet 0 of hoger zijn: kies een ander getal.</translation>
</message>
<message>
<source>The number of events is negative: choose 0 or more.</source>
<translation>Het aantal registraties is negatief: kies 0 of meer.</translation>
</message>
<message>
<source>The sample city can have 30 to 2,000 neighbourhoods, not {number}: choose a number in between.</source>
<translation>De voorbeeldstad kan 30 tot 2.000 buurten hebben, niet {number}: kies een getal daartussen.</translation>
</message>
<message>
<source>The folder for temporary files, {folder}, does not take what has to wait there: {reason}. Make room in it, or let the environment variable TMPDIR name another one. Nothing was changed.</source>
<translation>De map voor tijdelijke bestanden, {folder}, neemt niet op wat daar moet wachten: {reason}. Maak er ruimte, of laat de omgevingsvariabele TMPDIR een andere noemen. Er is niets gewijzigd.</translation>
</message>
<message>
<source>The distance or the time is too small for events so far apart: choose larger ones.</source>
<translation>De afstand of de tijd is te klein voor gebeurtenissen zo ver uiteen: kies grotere.</translation>
</message>
<message>
<source>{n} periods are too few to say what is usual; a band needs more than {minimum}.</source>
<translation>{n} perioden zijn te weinig om te zeggen wat gewoon is; voor een verwachtingsband zijn er meer dan {minimum} nodig.</translation>
</message>
<message>
<source>Reports of the same thing</source>
<translation>Meldingen van hetzelfde</translation>
</message>
<message>
<source>{events} events are {incidents} incidents: {several} of them stand in the data more than once, {linked} events belong to those. No event was changed or deleted; without the links every event is an incident of its own again.</source>
<translation>{events} registraties zijn {incidents} incidenten: {several} daarvan staan meer dan eens in de gegevens, daarbij horen {linked} registraties. Geen registratie is gewijzigd of verwijderd; zonder de koppelingen is elke registratie weer een incident op zichzelf.</translation>
</message>
<message>
<source>Took no part: {no_point} events without an exact point, {no_time} without a time (or without a time of day where minutes count), {no_rule} without a rule for their category and kind.</source>
<translation>Deden niet mee: {no_point} registraties zonder precies punt, {no_time} zonder tijd (of zonder tijdstip waar minuten tellen), {no_rule} zonder regel voor hun categorie en soort.</translation>
</message>
<message>
<source>Two events of one category are linked when they are within the distance and within the time of their rule; chains of links are one incident, up to the limits of the rule. Two registrations of different sources are one when each is the nearest of the other source to the other.</source>
<translation>Twee registraties van één categorie worden gekoppeld als ze binnen de afstand én binnen de tijd van hun regel liggen; kettingen van koppelingen zijn één incident, tot de limieten van de regel. Twee registraties uit verschillende bronnen zijn dezelfde als elk van de andere bron het dichtst bij de ander ligt.</translation>
</message>
<message>
<source>Links by rule and reason</source>
<translation>Koppelingen per regel en reden</translation>
</message>
<message>
<source>The largest incidents</source>
<translation>De grootste incidenten</translation>
</message>
<message>
<source>The most doubtful links of each rule</source>
<translation>De twijfelachtigste koppelingen van elke regel</translation>
</message>
<message>
<source>Those that go furthest towards the bounds. If these are not the same thing, the bounds are too wide.</source>
<translation>Die het dichtst bij de grenzen komen. Zijn dit geen meldingen van hetzelfde, dan zijn de grenzen te ruim.</translation>
</message>
<message>
<source>Rule</source>
<translation>Regel</translation>
</message>
<message>
<source>Within</source>
<translation>Binnen</translation>
</message>
<message>
<source>Links</source>
<translation>Koppelingen</translation>
</message>
<message>
<source>Chains cut</source>
<translation>Doorgeknipte kettingen</translation>
</message>
<message>
<source>Id of the first report</source>
<translation>Id van de eerste melding</translation>
</message>
<message>
<source>Category</source>
<translation>Categorie</translation>
</message>
<message>
<source>Reports</source>
<translation>Meldingen</translation>
</message>
<message>
<source>First time (local)</source>
<translation>Eerste tijd (lokaal)</translation>
</message>
<message>
<source>Last time (local)</source>
<translation>Laatste tijd (lokaal)</translation>
</message>
<message>
<source>Event</source>
<translation>Registratie</translation>
</message>
<message>
<source>Linked to</source>
<translation>Gekoppeld aan</translation>
</message>
<message>
<source>Happened (local time)</source>
<translation>Gebeurd (plaatselijke tijd)</translation>
</message>
<message>
<source>Metres apart</source>
<translation>Meters ertussen</translation>
</message>
<message>
<source>Minutes apart</source>
<translation>Minuten ertussen</translation>
</message>
<message>
<source>{metres} m, {minutes} minutes</source>
<translation>{metres} m, {minutes} minuten</translation>
</message>
<message>
<source>Events by weekday and hour, in local time.</source>
<translation>Gebeurtenissen per weekdag en uur, in lokale tijd.</translation>
</message>
<message>
<source>The darker, the more events of that part. ▲ more and ▼ fewer events than the profile of the whole gives, by more than chance explains (false discovery rate 5 %). Nothing is compared where a part is the whole.</source>
<translation>Hoe donkerder, hoe meer gebeurtenissen van dat deel. ▲ meer en ▼ minder gebeurtenissen dan het profiel van het geheel geeft, meer dan toeval verklaart (false discovery rate 5 %). Niets wordt vergeleken waar een deel het geheel is.</translation>
</message>
<message>
<source>{events} events</source>
<translation>{events} gebeurtenissen</translation>
</message>
<message>
<source>{events} events whose hour is known, {expected} expected, p = {p}</source>
<translation>{events} gebeurtenissen waarvan het uur bekend is, {expected} verwacht, p = {p}</translation>
</message>
<message>
<source>{n} parts with fewer events are in the table only.</source>
<translation>{n} delen met minder gebeurtenissen staan alleen in de tabel.</translation>
</message>
<message>
<source>Total</source>
<translation>Totaal</translation>
</message>
<message>
<source>Pairs of events by how far and how long they are apart.</source>
<translation>Paren van gebeurtenissen naar hoe ver en hoe lang ze uiteen liggen.</translation>
</message>
<message>
<source>The number is how many times as many pairs there are as when the times are dealt out anew; below it the pairs and p. Coloured: at least 1.2 times as many, and p of 0.05 or less.</source>
<translation>Het getal is hoeveel maal zo veel paren er zijn als wanneer de tijden opnieuw worden verdeeld; eronder de paren en p. Gekleurd: ten minste 1,2 maal zo veel, en p van 0,05 of minder.</translation>
</message>
<message>
<source>{pairs} pairs, p = {p}</source>
<translation>{pairs} paren, p = {p}</translation>
</message>
<message>
<source>{name}, {day}. {about}</source>
<translation>{name}, {day}. {about}</translation>
</message>
<message>
<source>Places from most to least.</source>
<translation>Plekken van meest naar minst.</translation>
</message>
<message>
<source>Share of the places (%)</source>
<translation>Aandeel van de plaatsen (%)</translation>
</message>
<message>
<source>Share of the events (%)</source>
<translation>Aandeel van de gebeurtenissen (%)</translation>
</message>
<message>
<source>Share of the sum of weights (%)</source>
<translation>Aandeel van de som van de gewichten (%)</translation>
</message>
<message>
<source>All places the same</source>
<translation>Alle plaatsen hetzelfde</translation>
</message>
<message>
<source>The publication could not be written to {folder}: {reason}</source>
<translation>De publicatie kon niet naar {folder} worden geschreven: {reason}</translation>
</message>
<message>
<source>Counts and indicators by area; no events, no places.</source>
<translation>Aantallen en indicatoren per gebied; geen registraties, geen plekken.</translation>
</message>
<message>
<source>By area and category</source>
<translation>Per gebied en categorie</translation>
</message>
<message>
<source>By area and period</source>
<translation>Per gebied en periode</translation>
</message>
<message>
<source>What the signs mean</source>
<translation>Wat de tekens betekenen</translation>
</message>
<message>
<source>Workspace {workspace}, {day}.</source>
<translation>Werkbestand {workspace}, {day}.</translation>
</message>
<message>
<source>The colour of a figure is its state against its norm, of a group the worst of its figures in the last period that has ended. “No norm”: a figure that is told and not judged. What cannot be told is left empty, and is not zero.</source>
<translation>De kleur van een cijfer is zijn toestand tegenover zijn norm, die van een groep de slechtste van haar cijfers in de laatste periode die voorbij is. “Geen norm”: een cijfer dat wordt genoemd en niet beoordeeld. Wat niet te zeggen is, blijft leeg en is geen nul.</translation>
</message>
<message>
<source>all events</source>
<translation>alle registraties</translation>
</message>
<message>
<source>Figure</source>
<translation>Cijfer</translation>
</message>
<message>
<source>{count} events; last collected on {day}.</source>
<translation>{count} registraties; voor het laatst verzameld op {day}.</translation>
</message>
<message>
<source>What to look at: {period}</source>
<translation>Waar op te letten: {period}</translation>
</message>
<message>
<source>Nothing calls for attention in {period}.</source>
<translation>Niets vraagt aandacht in {period}.</translation>
</message>
<message>
<source>In words: {period}</source>
<translation>In woorden: {period}</translation>
</message>
<message>
<source>not ended</source>
<translation>niet voorbij</translation>
</message>
<message>
<source>Filled</source>
<translation>Gevuld</translation>
</message>
<message>
<source>Rejected rows</source>
<translation>Afgekeurde rijen</translation>
</message>
<message>
<source>Reported before they occurred</source>
<translation>Gemeld voordat ze gebeurden</translation>
</message>
<message>
<source>Reporting delay, median</source>
<translation>Meldvertraging, mediaan</translation>
</message>
<message>
<source>Reporting delay, nine in ten</source>
<translation>Meldvertraging, negen op de tien</translation>
</message>
<message>
<source>Time until closed, median</source>
<translation>Tijd tot afsluiten, mediaan</translation>
</message>
<message>
<source>Age of the newest event</source>
<translation>Leeftijd van de nieuwste registratie</translation>
</message>
<message>
<source>Last collected</source>
<translation>Laatst verzameld</translation>
</message>
<message>
<source>Equal rows</source>
<translation>Gelijke rijen</translation>
</message>
<message>
<source>Rows that repeat an id</source>
<translation>Rijen die een id herhalen</translation>
</message>
<message>
<source>Quality of points</source>
<translation>Kwaliteit van punten</translation>
</message>
<message>
<source>By area only, or displaced</source>
<translation>Alleen op gebied, of verschoven</translation>
</message>
<message>
<source>Outside the areas</source>
<translation>Buiten de gebieden</translation>
</message>
<message>
<source>At the most used point</source>
<translation>Op het meest gebruikte punt</translation>
</message>
<message>
<source>Against what was to be expected</source>
<translation>Tegenover wat te verwachten was</translation>
</message>
<message>
<source>Change since the period before</source>
<translation>Verandering sinds de periode ervoor</translation>
</message>
<message>
<source>Change since a year before</source>
<translation>Verandering sinds een jaar eerder</translation>
</message>
<message>
<source>Shift between categories since the period before</source>
<translation>Verschuiving tussen categorieën sinds de periode ervoor</translation>
</message>
<message>
<source>Shift between categories since a year before</source>
<translation>Verschuiving tussen categorieën sinds een jaar eerder</translation>
</message>
<message>
<source>Category, since the period before</source>
<translation>Categorie, sinds de periode ervoor</translation>
</message>
<message>
<source>Category, since a year before</source>
<translation>Categorie, sinds een jaar eerder</translation>
</message>
<message>
<source>New category</source>
<translation>Nieuwe categorie</translation>
</message>
<message>
<source>Vanished category, since the period before</source>
<translation>Verdwenen categorie, sinds de periode ervoor</translation>
</message>
<message>
<source>Vanished category, since a year before</source>
<translation>Verdwenen categorie, sinds een jaar eerder</translation>
</message>
<message>
<source>h</source>
<translation>u</translation>
</message>
<message>
<source>d</source>
<translation>d</translation>
</message>
<message>
<source>IGH needs {packages}, which this QGIS does not have. Run the OSGeo4W setup, choose the package 'qgis-full' (or install QGIS with the standalone installer, which contains it), and start QGIS again.</source>
<translation>IGH heeft {packages} nodig, en dat zit niet in deze QGIS. Start de setup van OSGeo4W, kies het pakket 'qgis-full' (of installeer QGIS met het zelfstandige installatieprogramma, waar het in zit) en start QGIS opnieuw.</translation>
</message>
<message>
<source>IGH needs {packages}, which this QGIS does not have. Install QGIS 4 for macOS from qgis.org, which contains it, and start QGIS again.</source>
<translation>IGH heeft {packages} nodig, en dat zit niet in deze QGIS. Installeer QGIS 4 voor macOS van qgis.org, waar het in zit, en start QGIS opnieuw.</translation>
</message>
<message>
<source>IGH needs {packages}, which QGIS as a Flatpak does not have. Install QGIS from the packages of your Linux distribution instead.</source>
<translation>IGH heeft {packages} nodig, en dat zit niet in QGIS als Flatpak. Installeer QGIS in plaats daarvan uit de pakketten van uw Linux-distributie.</translation>
</message>
<message>
<source>IGH needs {packages}, which this computer does not have. Install it with the package manager (Debian and Ubuntu: sudo apt install {debian}) and start QGIS again.</source>
<translation>IGH heeft {packages} nodig, en dat staat niet op deze computer. Installeer het met het pakketbeheer (Debian en Ubuntu: sudo apt install {debian}) en start QGIS opnieuw.</translation>
</message>
<message>
<source>Fetch the grey base map of PDOK when there is no local one</source>
<translation>Haal de grijze achtergrondkaart van PDOK op als er geen lokale is</translation>
</message>
<message>
<source>Base map (file of a local layer)</source>
<translation>Achtergrondkaart (bestand van een lokale laag)</translation>
</message>
<message>
<source>Wait for a base map at most</source>
<translation>Wacht ten hoogste op een achtergrondkaart</translation>
</message>
<message>
<source>Folder of own layout templates and themes</source>
<translation>Map met eigen lay-outsjablonen en thema's</translation>
</message>
<message>
<source>A new one</source>
<translation>Een nieuwe</translation>
</message>
<message>
<source>File: delimited text, spreadsheet or layer</source>
<translation>Bestand: tekst met scheidingstekens, rekenblad of laag</translation>
</message>
<message>
<source>DSO API of Amsterdam</source>
<translation>DSO-API van Amsterdam</translation>
</message>
<message>
<source>OGC API Features</source>
<translation>OGC API Features (objecten)</translation>
</message>
<message>
<source>Web Feature Service (WFS)</source>
<translation>Webdienst met objecten (WFS)</translation>
</message>
<message>
<source>Delimited text on a server</source>
<translation>Tekst met scheidingstekens op een server</translation>
</message>
<message>
<source>GeoJSON on a server</source>
<translation>GeoJSON op een server</translation>
</message>
<message>
<source>File on a server (zip, GeoPackage, spreadsheet…)</source>
<translation>Bestand op een server (zip, GeoPackage, rekenblad…)</translation>
</message>
<message>
<source>ArcGIS FeatureServer</source>
<translation>FeatureServer van ArcGIS</translation>
</message>
<message>
<source>JSON on a server</source>
<translation>JSON op een server</translation>
</message>
<message>
<source>Database: SQL Server, Oracle, SQLite, ODBC</source>
<translation>Databank: SQL Server, Oracle, SQLite, ODBC</translation>
</message>
<message>
<source>Say where the records are, and show the first of them: a definition of the source is then proposed.</source>
<translation>Zeg waar de records staan en laat de eerste tonen: daarna wordt een definitie van de bron voorgesteld.</translation>
</message>
<message>
<source>Fetching the first records…</source>
<translation>De eerste records worden opgehaald…</translation>
</message>
<message>
<source>{rows} records were read for a proposal, {shown} of them are shown. Read the definition below them, correct it, and save it.</source>
<translation>Voor een voorstel zijn {rows} records gelezen; er worden er {shown} getoond. Lees de definitie eronder, verbeter die en bewaar die.</translation>
</message>
<message>
<source>Choose a source above: its definition and its first records are shown, to be changed and saved.</source>
<translation>Kies hierboven een bron: de definitie en de eerste records worden getoond, om te wijzigen en te bewaren.</translation>
</message>
<message>
<source>This source is read from files. Choose one of them to see what becomes of its records.</source>
<translation>Deze bron wordt uit bestanden gelezen. Kies er een om te zien wat er van de records wordt.</translation>
</message>
<message>
<source>{rows} records were read, {shown} of them are shown. What is changed in the definition is seen at once under Events and Rejected.</source>
<translation>Er zijn {rows} records gelezen; er worden er {shown} getoond. Wat in de definitie wordt gewijzigd, is meteen te zien onder Registraties en Afgekeurd.</translation>
</message>
<message>
<source>This definition comes with the plugin: it is saved among your own, and used in its place then.</source>
<translation>Deze definitie hoort bij de plugin: ze wordt bij uw eigen definities bewaard en daarna in plaats van die van de plugin gebruikt.</translation>
</message>
<message>
<source>This definition is not of a source of events, so none can be shown.</source>
<translation>Deze definitie is niet van een bron van registraties; er zijn er dus geen te tonen.</translation>
</message>
<message>
<source>The service was asked for these records in {asked}, and the definition says {crs}. Show the first records again, in that CRS.</source>
<translation>De dienst is om deze records gevraagd in {asked}, en de definitie zegt {crs}. Laat de eerste records opnieuw tonen, in dat CRS.</translation>
</message>
<message>
<source>The definition was changed and not saved. Discard the changes?</source>
<translation>De definitie is gewijzigd en niet bewaard. De wijzigingen laten vervallen?</translation>
</message>
<message>
<source>The definition below the records is a beginning: name their columns in it.</source>
<translation>De definitie onder de records is een begin: noem daarin hun kolommen.</translation>
</message>
<message>
<source>What is said above has changed; the records and the definition are still those of before. Show the first records again.</source>
<translation>Wat hierboven staat is gewijzigd; de records en de definitie zijn nog die van eerder. Laat de eerste records opnieuw tonen.</translation>
</message>
<message>
<source>Stopped.</source>
<translation>Gestopt.</translation>
</message>
<message>
<source>The definition is right.</source>
<translation>De definitie klopt.</translation>
</message>
<message>
<source>Saved as {file}. Wherever a source or mapping is asked for, its name is {source}.</source>
<translation>Bewaard als {file}. Overal waar een bron of veldtoewijzing wordt gevraagd, heet deze {source}.</translation>
</message>
<message>
<source>There is already a source {source}, in {file}. Replace it?</source>
<translation>Er is al een bron {source}, in {file}. Deze vervangen?</translation>
</message>
<message>
<source>The definition could not be saved: {reason}</source>
<translation>De definitie kon niet worden bewaard: {reason}</translation>
</message>
<message>
<source>The records could not be shown: {reason}</source>
<translation>De records konden niet worden getoond: {reason}</translation>
</message>
<message>
<source>New source</source>
<translation>Nieuwe bron</translation>
</message>
<message>
<source>Stop</source>
<translation>Stoppen</translation>
</message>
<message>
<source>Discard</source>
<translation>Vervallen laten</translation>
</message>
<message>
<source>Source {name}</source>
<translation>Bron {name}</translation>
</message>
<message>
<source>Show the first records</source>
<translation>De eerste records tonen</translation>
</message>
<message>
<source>Replace</source>
<translation>Vervangen</translation>
</message>
<message>
<source>Cancel</source>
<translation>Annuleren</translation>
</message>
<message>
<source>Only where there are several</source>
<translation>Alleen waar er meer zijn</translation>
</message>
<message>
<source>Leave empty to be told which there are</source>
<translation>Leeg laten om te horen welke er zijn</translation>
</message>
<message>
<source>noise_reports</source>
<translation>meldingen_geluid</translation>
</message>
<message>
<source>Where they stand in the answer, such as results; empty: it is a list</source>
<translation>Waar ze in het antwoord staan, zoals results; leeg: het is een lijst</translation>
</message>
<message>
<source>Told by the coordinates</source>
<translation>Blijkt uit de coördinaten</translation>
</message>
<message>
<source>Save</source>
<translation>Opslaan</translation>
</message>
<message>
<source>Save and collect…</source>
<translation>Bewaren en verzamelen…</translation>
</message>
<message>
<source>Close</source>
<translation>Sluiten</translation>
</message>
<message>
<source>Definition</source>
<translation>Definitie</translation>
</message>
<message>
<source>Name</source>
<translation>Naam</translation>
</message>
<message>
<source>Kind of source</source>
<translation>Soort bron</translation>
</message>
<message>
<source>File</source>
<translation>Bestand</translation>
</message>
<message>
<source>Address</source>
<translation>Adres</translation>
</message>
<message>
<source>Layer</source>
<translation>Laag</translation>
</message>
<message>
<source>Table</source>
<translation>Tabel</translation>
</message>
<message>
<source>{number} {title}  {mark}</source>
<translation>{number} {title}  {mark}</translation>
</message>
<message>
<source>{title}: complete</source>
<translation>{title}: compleet</translation>
</message>
<message>
<source>{title}: still to do</source>
<translation>{title}: nog te doen</translation>
</message>
<message>
<source>{title}: something is missing or wrong</source>
<translation>{title}: er ontbreekt iets of er is iets fout</translation>
</message>
<message>
<source>The theme is complete and can be saved.</source>
<translation>Het thema is compleet en kan worden bewaard.</translation>
</message>
<message>
<source>Still to do at “{step}”: {reason}.</source>
<translation>Nog te doen bij “{step}”: {reason}.</translation>
</message>
<message>
<source>Reading what the workspace holds…</source>
<translation>Lezen wat het werkbestand bevat…</translation>
</message>
<message>
<source>The themes could not be listed: {reason}</source>
<translation>De thema's konden niet op een rij worden gezet: {reason}</translation>
</message>
<message>
<source>The workspace could not be read: {reason}</source>
<translation>Het werkbestand kon niet worden gelezen: {reason}</translation>
</message>
<message>
<source>Saved as {folder}. Wherever a theme is asked for, its name is {theme}. Build it to see its layers.</source>
<translation>Bewaard als {folder}. Waar om een thema wordt gevraagd, heet het {theme}. Bouw het om de lagen te zien.</translation>
</message>
<message>
<source>Written to {file}: send it to whom you like. It holds no events.</source>
<translation>Geschreven naar {file}: stuur het aan wie u wilt. Het bevat geen registraties.</translation>
</message>
<message>
<source>This is the theme from {file}. Look at it, and save it: only then it is among yours.</source>
<translation>Dit is het thema uit {file}. Bekijk het en bewaar het: pas dan hoort het bij de uwe.</translation>
</message>
<message>
<source>There is already a theme {theme}, in {folder}. Replace it?</source>
<translation>Er is al een thema {theme}, in {folder}. Vervangen?</translation>
</message>
<message>
<source>{theme} is a theme that comes with the plugin. Yours will take its place wherever it is asked for. Save it?</source>
<translation>{theme} is een thema dat met de plug-in meekomt. Het uwe komt overal waar erom wordt gevraagd daarvoor in de plaats. Bewaren?</translation>
</message>
<message>
<source>The theme was changed and not saved. Discard the changes?</source>
<translation>Het thema is gewijzigd en niet bewaard. Wijzigingen weggooien?</translation>
</message>
<message>
<source>zip (*.zip)</source>
<translation>zip (*.zip)</translation>
</message>
<message>
<source>Theme editor</source>
<translation>Themabewerker</translation>
</message>
<message>
<source>Open zip…</source>
<translation>Zip openen…</translation>
</message>
<message>
<source>Save as zip…</source>
<translation>Bewaren als zip…</translation>
</message>
<message>
<source>The GeoPackage, or the address of a schema in PostgreSQL, whose events are counted and previewed</source>
<translation>De GeoPackage, of het adres van een schema in PostgreSQL, waarvan de registraties worden geteld en vooraf getoond</translation>
</message>
<message>
<source>Steps</source>
<translation>Stappen</translation>
</message>
<message>
<source>The steps of making a theme; go to any of them at any time</source>
<translation>De stappen waarin een thema wordt gemaakt; ga op elk moment naar elke stap</translation>
</message>
<message>
<source>Back</source>
<translation>Terug</translation>
</message>
<message>
<source>Next</source>
<translation>Volgende</translation>
</message>
<message>
<source>To the step before</source>
<translation>Naar de vorige stap</translation>
</message>
<message>
<source>To the next step</source>
<translation>Naar de volgende stap</translation>
</message>
<message>
<source>Save as my theme</source>
<translation>Bewaren als mijn thema</translation>
</message>
<message>
<source>Save and build…</source>
<translation>Bewaren en bouwen…</translation>
</message>
<message>
<source>Save the theme in your profile</source>
<translation>Het thema in uw profiel bewaren</translation>
</message>
<message>
<source>Save the theme, and make its layers and hot spots</source>
<translation>Het thema bewaren en de lagen en hotspots ervan maken</translation>
</message>
<message>
<source>Write the theme into a file for somebody else</source>
<translation>Het thema in een bestand voor iemand anders schrijven</translation>
</message>
<message>
<source>English</source>
<translation>Engels</translation>
</message>
<message>
<source>Dutch</source>
<translation>Nederlands</translation>
</message>
<message>
<source>{what} in {language}</source>
<translation>{what} in het {language}</translation>
</message>
<message>
<source>{name} (not in this workspace)</source>
<translation>{name} (niet in dit werkbestand)</translation>
</message>
<message>
<source>Choose…</source>
<translation>Kies…</translation>
</message>
<message>
<source>Part of the events: {name}</source>
<translation>Deel van de registraties: {name}</translation>
</message>
<message>
<source>Of the area: {name}</source>
<translation>Van het gebied: {name}</translation>
</message>
<message>
<source>indicator: weight, indicator: weight</source>
<translation>indicator: gewicht, indicator: gewicht</translation>
</message>
<message>
<source>What the figure is called on the panel, on charts and on paper</source>
<translation>Hoe het cijfer heet in het paneel, in grafieken en op papier</translation>
</message>
<message>
<source>Unit</source>
<translation>Eenheid</translation>
</message>
<message>
<source>What stands behind the number; empty for plain counts</source>
<translation>Wat achter het getal staat; leeg bij gewone aantallen</translation>
</message>
<message>
<source>As usual for the kind</source>
<translation>Zoals gewoon bij de soort</translation>
</message>
<message>
<source>None</source>
<translation>Geen</translation>
</message>
<message>
<source>Source of the target</source>
<translation>Bron van de streefwaarde</translation>
</message>
<message>
<source>Who set the target, and in which paper</source>
<translation>Wie de streefwaarde heeft gesteld, en in welk stuk</translation>
</message>
<message>
<source>Every level</source>
<translation>Elk niveau</translation>
</message>
<message>
<source>Kind</source>
<translation>Soort</translation>
</message>
<message>
<source>How the figure is computed</source>
<translation>Hoe het cijfer wordt berekend</translation>
</message>
<message>
<source>What is counted</source>
<translation>Wat wordt geteld</translation>
</message>
<message>
<source>Events, a measure of the sources, or a part of the events</source>
<translation>Registraties, een maat van de bronnen, of een deel van de registraties</translation>
</message>
<message>
<source>Divided by</source>
<translation>Gedeeld door</translation>
</message>
<message>
<source>What the areas or the sources know of how many there could be</source>
<translation>Wat de gebieden of de bronnen weten van hoeveel er zouden kunnen zijn</translation>
</message>
<message>
<source>Per</source>
<translation>Per</translation>
</message>
<message>
<source>The figure is per so many of what it is divided by</source>
<translation>Het cijfer is per zoveel van waardoor wordt gedeeld</translation>
</message>
<message>
<source>Of the indicator</source>
<translation>Van de indicator</translation>
</message>
<message>
<source>The indicator whose areas are compared</source>
<translation>De indicator waarvan de gebieden worden vergeleken</translation>
</message>
<message>
<source>Weights</source>
<translation>Gewichten</translation>
</message>
<message>
<source>Ids of other indicators, each with its weight</source>
<translation>Id's van andere indicatoren, elk met zijn gewicht</translation>
</message>
<message>
<source>Decimals</source>
<translation>Decimalen</translation>
</message>
<message>
<source>Digits behind the decimal sign</source>
<translation>Cijfers achter het decimaalteken</translation>
</message>
<message>
<source>Direction</source>
<translation>Richting</translation>
</message>
<message>
<source>Better and worse are said, and coloured, only where one is chosen</source>
<translation>Beter en slechter worden alleen gezegd en gekleurd waar er een is gekozen</translation>
</message>
<message>
<source>Target</source>
<translation>Streefwaarde</translation>
</message>
<message>
<source>At most this where low is good, at least this where high is good</source>
<translation>Hoogstens dit waar laag goed is, minstens dit waar hoog goed is</translation>
</message>
<message>
<source>Level of the target</source>
<translation>Niveau van de streefwaarde</translation>
</message>
<message>
<source>A target of a plain number holds at one level only</source>
<translation>Een streefwaarde van een gewoon aantal geldt op één niveau</translation>
</message>
<message>
<source>Smallest base</source>
<translation>Kleinste basis</translation>
</message>
<message>
<source>Below this denominator, or number, no value is shown; empty: always</source>
<translation>Onder deze noemer, of dit aantal, wordt geen waarde getoond; leeg: altijd</translation>
</message>
<message>
<source>Only at</source>
<translation>Alleen bij</translation>
</message>
<message>
<source>The levels that show this indicator. None ticked: all.</source>
<translation>De niveaus die deze indicator tonen. Geen aangevinkt: alle.</translation>
</message>
<message>
<source>Only for</source>
<translation>Alleen voor</translation>
</message>
<message>
<source>A figure that makes no sense for the other sources is not shown for them</source>
<translation>Een cijfer dat voor de andere bronnen niets zegt, wordt daarvoor niet getoond</translation>
</message>
<message>
<source>Id</source>
<translation>Id</translation>
</message>
<message>
<source>Its name in map layers and tables; made of the English name</source>
<translation>De naam in kaartlagen en tabellen; gemaakt van de Engelse naam</translation>
</message>
<message>
<source>{title}: {kind}</source>
<translation>{title}: {kind}</translation>
</message>
<message>
<source>(no name yet)</source>
<translation>(nog geen naam)</translation>
</message>
<message>
<source>Leads</source>
<translation>Voorop</translation>
</message>
<message>
<source>Has the trend, and the first sentence of a briefing</source>
<translation>Heeft de trend, en de eerste zin van een briefing</translation>
</message>
<message>
<source>Ranks areas</source>
<translation>Rangschikt gebieden</translation>
</message>
<message>
<source>Puts the areas in order</source>
<translation>Zet de gebieden op volgorde</translation>
</message>
<message>
<source>Colours the map</source>
<translation>Kleurt de kaart</translation>
</message>
<message>
<source>Colours the areas on the map</source>
<translation>Kleurt de gebieden op de kaart</translation>
</message>
<message>
<source>The one that leads</source>
<translation>Degene die voorop gaat</translation>
</message>
<message>
<source>Add the figures that answer the question; the first four stand on the panel. A number alone says little of areas of different size: add one that is divided by inhabitants, dwellings, square kilometres or inspections, and colour the map by it.</source>
<translation>Voeg de cijfers toe die de vraag beantwoorden; de eerste vier staan in het paneel. Een aantal alleen zegt weinig over gebieden van verschillende grootte: voeg er een toe dat is gedeeld door inwoners, woningen, vierkante kilometers of inspecties, en kleur de kaart daarmee.</translation>
</message>
<message>
<source>The figures in the order in which they are shown</source>
<translation>De cijfers in de volgorde waarin ze worden getoond</translation>
</message>
<message>
<source>Add</source>
<translation>Toevoegen</translation>
</message>
<message>
<source>Add a figure that is often wanted, or an empty one</source>
<translation>Een veelgevraagd cijfer toevoegen, of een leeg</translation>
</message>
<message>
<source>Remove</source>
<translation>Verwijderen</translation>
</message>
<message>
<source>Up</source>
<translation>Omhoog</translation>
</message>
<message>
<source>Down</source>
<translation>Omlaag</translation>
</message>
<message>
<source>Remove the chosen indicator</source>
<translation>De gekozen indicator verwijderen</translation>
</message>
<message>
<source>Show it earlier</source>
<translation>Eerder tonen</translation>
</message>
<message>
<source>Show it later</source>
<translation>Later tonen</translation>
</message>
<message>
<source>An empty one</source>
<translation>Een lege</translation>
</message>
<message>
<source>{what} ({level})</source>
<translation>{what} ({level})</translation>
</message>
<message>
<source>Layers</source>
<translation>Lagen</translation>
</message>
<message>
<source>The same question read three ways: this week on the street, this quarter in the district, the years for the board. Each level has its own periods, areas and layers on the map.</source>
<translation>Dezelfde vraag op drie manieren gelezen: deze week op straat, dit kwartaal in de wijk, de jaren voor het bestuur. Elk niveau heeft eigen perioden, gebieden en lagen op de kaart.</translation>
</message>
<message>
<source>Switched on at first</source>
<translation>Staat eerst aan</translation>
</message>
<message>
<source>The level that opens with the theme</source>
<translation>Het niveau dat met het thema opent</translation>
</message>
<message>
<source>Colours of the areas</source>
<translation>Kleuren van de gebieden</translation>
</message>
<message>
<source>From light to dark for low to high</source>
<translation>Van licht naar donker voor laag naar hoog</translation>
</message>
<message>
<source>Keep false ones to one in twenty</source>
<translation>Hoogstens één op de twintig onterecht</translation>
</message>
<message>
<source>Made of</source>
<translation>Gemaakt van</translation>
</message>
<message>
<source>What is counted in each cell</source>
<translation>Wat in elke cel wordt geteld</translation>
</message>
<message>
<source>Hot spots are then sought in rates; empty: in numbers</source>
<translation>Hotspots worden dan gezocht in verhoudingen; leeg: in aantallen</translation>
</message>
<message>
<source>Cell (metres)</source>
<translation>Cel (meter)</translation>
</message>
<message>
<source>The side of a square; doubled where there are too few events</source>
<translation>De zijde van een vierkant; verdubbeld waar te weinig registraties zijn</translation>
</message>
<message>
<source>More take longer and tell small chances better</source>
<translation>Meer duurt langer en onderscheidt kleine kansen beter</translation>
</message>
<message>
<source>Control the false discovery rate over all cells</source>
<translation>Het aandeel onterechte vondsten over alle cellen beheersen</translation>
</message>
<message>
<source>In the theme</source>
<translation>In het thema</translation>
</message>
<message>
<source>Whether the theme has this level</source>
<translation>Of het thema dit niveau heeft</translation>
</message>
<message>
<source>Counted by</source>
<translation>Geteld per</translation>
</message>
<message>
<source>Whole weeks or whole months</source>
<translation>Hele weken of hele maanden</translation>
</message>
<message>
<source>Periods shown</source>
<translation>Getoonde perioden</translation>
</message>
<message>
<source>So many whole periods, compared with as many before</source>
<translation>Zoveel hele perioden, vergeleken met evenveel daarvoor</translation>
</message>
<message>
<source>Periods in the trend</source>
<translation>Perioden in de trend</translation>
</message>
<message>
<source>So many periods in the chart of the trend</source>
<translation>Zoveel perioden in de grafiek van de trend</translation>
</message>
<message>
<source>Which areas are coloured and ranked</source>
<translation>Welke gebieden worden gekleurd en gerangschikt</translation>
</message>
<message>
<source>Whether the level has this layer</source>
<translation>Of het niveau deze laag heeft</translation>
</message>
<message>
<source>Nothing: hot spots of numbers</source>
<translation>Niets: hotspots van aantallen</translation>
</message>
<message>
<source>Charts and cautions</source>
<translation>Grafieken en kanttekeningen</translation>
</message>
<message>
<source>Tick the charts that answer the question at each level. Write as cautions what could be misread: where figures come from, what they do not show.</source>
<translation>Vink per niveau de grafieken aan die de vraag beantwoorden. Schrijf als kanttekening wat verkeerd gelezen kan worden: waar cijfers vandaan komen, wat ze niet tonen.</translation>
</message>
<message>
<source>Whether the level shows this chart</source>
<translation>Of het niveau deze grafiek toont</translation>
</message>
<message>
<source>Cautions</source>
<translation>Kanttekeningen</translation>
</message>
<message>
<source>One sentence a row, in English and in Dutch; F2 or a double click changes it</source>
<translation>Eén zin per rij, in het Engels en in het Nederlands; F2 of een dubbelklik wijzigt hem</translation>
</message>
<message>
<source>Add a caution</source>
<translation>Kanttekening toevoegen</translation>
</message>
<message>
<source>Remove it</source>
<translation>Verwijderen</translation>
</message>
<message>
<source>Add an empty row for a sentence</source>
<translation>Een lege rij voor een zin toevoegen</translation>
</message>
<message>
<source>Remove the chosen sentence</source>
<translation>De gekozen zin verwijderen</translation>
</message>
<message>
<source>Evening, 18 to 24 hours</source>
<translation>Avond, 18 tot 24 uur</translation>
</message>
<message>
<source>Night, 22 to 6 hours</source>
<translation>Nacht, 22 tot 6 uur</translation>
</message>
<message>
<source>Saturday and Sunday</source>
<translation>Zaterdag en zondag</translation>
</message>
<message>
<source>June, July and August</source>
<translation>Juni, juli en augustus</translation>
</message>
<message>
<source>Closed within three days</source>
<translation>Binnen drie dagen afgehandeld</translation>
</message>
<message>
<source>Followed by another within two weeks</source>
<translation>Binnen twee weken gevolgd door een andere</translation>
</message>
<message>
<source>Not closed yet</source>
<translation>Nog niet afgehandeld</translation>
</message>
<message>
<source>Open and closed</source>
<translation>Open en afgehandeld</translation>
</message>
<message>
<source>Open only</source>
<translation>Alleen open</translation>
</message>
<message>
<source>Closed only</source>
<translation>Alleen afgehandeld</translation>
</message>
<message>
<source>Parts</source>
<translation>Delen</translation>
</message>
<message>
<source>Only where an indicator counts a part of the events, such as the share in the evening or what was handled in time: name the part here. All that is said of a part must hold. Most themes need none: go on then.</source>
<translation>Alleen waar een indicator een deel van de registraties telt, zoals het aandeel in de avond of wat op tijd is afgehandeld: benoem hier dat deel. Alles wat van een deel wordt gezegd moet gelden. De meeste thema's hebben er geen nodig: ga dan verder.</translation>
</message>
<message>
<source>The parts of the events that indicators can count</source>
<translation>De delen van de registraties die indicatoren kunnen tellen</translation>
</message>
<message>
<source>Add a part that is often wanted, or an empty one</source>
<translation>Een veelgevraagd deel toevoegen, of een leeg</translation>
</message>
<message>
<source>Remove the chosen part</source>
<translation>Het gekozen deel verwijderen</translation>
</message>
<message>
<source>From this hour</source>
<translation>Vanaf dit uur</translation>
</message>
<message>
<source>Local hours, from the first up to the second; 22 to 6 passes midnight</source>
<translation>Plaatselijke uren, vanaf het eerste tot aan het tweede; 22 tot 6 gaat over middernacht</translation>
</message>
<message>
<source>Up to this hour</source>
<translation>Tot aan dit uur</translation>
</message>
<message>
<source>Any time</source>
<translation>Elke tijd</translation>
</message>
<message>
<source>Not asked</source>
<translation>Niet gevraagd</translation>
</message>
<message>
<source>Small letters, digits and underscores; indicators name it</source>
<translation>Kleine letters, cijfers en lage strepen; indicatoren noemen hem</translation>
</message>
<message>
<source>Hours, from and up to</source>
<translation>Uren, van en tot</translation>
</message>
<message>
<source>Weekdays</source>
<translation>Weekdagen</translation>
</message>
<message>
<source>None ticked: all.</source>
<translation>Geen aangevinkt: alle.</translation>
</message>
<message>
<source>Closed within (days)</source>
<translation>Afgehandeld binnen (dagen)</translation>
</message>
<message>
<source>Days from being reported to being closed; events that are younger are not judged</source>
<translation>Dagen van melding tot afhandeling; jongere registraties tellen niet mee</translation>
</message>
<message>
<source>Again within (days)</source>
<translation>Opnieuw binnen (dagen)</translation>
</message>
<message>
<source>Days until the same source has another event at the same place, on a later day; events that are younger are not judged</source>
<translation>Dagen tot dezelfde bron op een latere dag een andere registratie op dezelfde plek heeft; jongere registraties tellen niet mee</translation>
</message>
<message>
<source>The same place is</source>
<translation>Dezelfde plek is</translation>
</message>
<message>
<source>What tells that two events are at the same place</source>
<translation>Waaraan te zien is dat twee registraties op dezelfde plek zijn</translation>
</message>
<message>
<source>Open or closed</source>
<translation>Open of afgehandeld</translation>
</message>
<message>
<source>Whether the event has been closed</source>
<translation>Of de registratie is afgehandeld</translation>
</message>
<message>
<source>Status</source>
<translation>Status</translation>
</message>
<message>
<source>Measure</source>
<translation>Maat</translation>
</message>
<message>
<source>Only events of which this number is not zero</source>
<translation>Alleen registraties waarvan dit getal niet nul is</translation>
</message>
<message>
<source>Categories</source>
<translation>Categorieën</translation>
</message>
<message>
<source>Something else that the source tells of each event</source>
<translation>Iets anders dat de bron van elke registratie vertelt</translation>
</message>
<message>
<source>Its values</source>
<translation>Waarden ervan</translation>
</message>
<message>
<source>The values of the attribute that count</source>
<translation>De waarden van het kenmerk die tellen</translation>
</message>
<message>
<source>Any</source>
<translation>Geen voorwaarde</translation>
</message>
<message>
<source>The place of the source</source>
<translation>De plek volgens de bron</translation>
</message>
<message>
<source>The figures could not be computed: {reason}</source>
<translation>De cijfers konden niet worden berekend: {reason}</translation>
</message>
<message>
<source>Computing the figures…</source>
<translation>De cijfers worden berekend…</translation>
</message>
<message>
<source>Choose a workspace above: the figures are computed from its events.</source>
<translation>Kies hierboven een werkbestand: de cijfers worden uit de registraties daarin berekend.</translation>
</message>
<message>
<source>The theme is not complete yet: {reason}.</source>
<translation>Het thema is nog niet compleet: {reason}.</translation>
</message>
<message>
<source>{period}. Hot spots and layers come when the theme is built: save it, then build it.</source>
<translation>{period}. Hotspots en lagen komen als het thema wordt gebouwd: bewaar het, en bouw het dan.</translation>
</message>
<message>
<source>Preview and save</source>
<translation>Voorbeeld en bewaren</translation>
</message>
<message>
<source>These are the figures of your theme on the workspace above. Go back where they do not answer the question; save the theme when they do.</source>
<translation>Dit zijn de cijfers van uw thema op het werkbestand hierboven. Ga terug waar ze de vraag niet beantwoorden; bewaar het thema als ze dat wel doen.</translation>
</message>
<message>
<source>The level whose figures are shown</source>
<translation>Het niveau waarvan de cijfers worden getoond</translation>
</message>
<message>
<source>Compute again</source>
<translation>Opnieuw berekenen</translation>
</message>
<message>
<source>Compute the figures again, or stop</source>
<translation>De cijfers opnieuw berekenen, of stoppen</translation>
</message>
<message>
<source>Progress</source>
<translation>Voortgang</translation>
</message>
<message>
<source>Your own: {title}</source>
<translation>Uw eigen: {title}</translation>
</message>
<message>
<source>Question</source>
<translation>Vraag</translation>
</message>
<message>
<source>A theme answers one question, with figures, layers and charts. Write the question first; all else follows from it. Who reads Dutch sees the Dutch texts, everybody else the English ones; one of the two is enough.</source>
<translation>Een thema beantwoordt één vraag, met cijfers, lagen en grafieken. Schrijf eerst de vraag; al het andere volgt daaruit. Wie Nederlands leest ziet de Nederlandse teksten, ieder ander de Engelse; een van de twee is genoeg.</translation>
</message>
<message>
<source>A new theme</source>
<translation>Een nieuw thema</translation>
</message>
<message>
<source>Look at a theme that somebody sent you as a zip, and save it as yours</source>
<translation>Een thema bekijken dat iemand u als zip heeft gestuurd, en het als uw eigen bewaren</translation>
</message>
<message>
<source>Title</source>
<translation>Titel</translation>
</message>
<message>
<source>The name of the theme in lists, on the panel and on paper</source>
<translation>De naam van het thema in lijsten, in het paneel en op papier</translation>
</message>
<message>
<source>One sentence with a question mark; it stands under the title</source>
<translation>Eén zin met een vraagteken; hij staat onder de titel</translation>
</message>
<message>
<source>Begin with</source>
<translation>Begin met</translation>
</message>
<message>
<source>A new theme, or one that is there, to be changed</source>
<translation>Een nieuw thema, of een bestaand om te wijzigen</translation>
</message>
<message>
<source>Small letters, digits and underscores; made of the title, and never translated</source>
<translation>Kleine letters, cijfers en lage strepen; gemaakt van de titel, en nooit vertaald</translation>
</message>
<message>
<source>{what}: not collected yet</source>
<translation>{what}: nog niet verzameld</translation>
</message>
<message>
<source>The theme is made of {n} of the {total} events of the workspace.</source>
<translation>Het thema is gemaakt van {n} van de {total} registraties in het werkbestand.</translation>
</message>
<message>
<source>The workspace holds no events of these: the theme will show nothing until they are collected. Tick less, or other ones.</source>
<translation>Het werkbestand bevat hiervan geen registraties: het thema toont niets tot ze zijn verzameld. Vink er minder aan, of andere.</translation>
</message>
<message>
<source>Choose a workspace above to see how many events there are of what you tick.</source>
<translation>Kies hierboven een werkbestand om te zien hoeveel registraties er zijn van wat u aanvinkt.</translation>
</message>
<message>
<source>Tick what belongs to the question. Where nothing is ticked in a list, all of it counts. Most themes need categories only.</source>
<translation>Vink aan wat bij de vraag hoort. Waar in een lijst niets is aangevinkt, telt alles. De meeste thema's hebben alleen categorieën nodig.</translation>
</message>
<message>
<source>Letters of a category</source>
<translation>Letters van een categorie</translation>
</message>
<message>
<source>Search</source>
<translation>Zoeken</translation>
</message>
<message>
<source>Shows what holds these letters</source>
<translation>Toont waar deze letters in staan</translation>
</message>
<message>
<source>What the events are about</source>
<translation>Waar de registraties over gaan</translation>
</message>
<message>
<source>Kinds</source>
<translation>Soorten</translation>
</message>
<message>
<source>How the events came to be known</source>
<translation>Hoe de registraties bekend zijn geworden</translation>
</message>
<message>
<source>Where the events come from</source>
<translation>Waar de registraties vandaan komen</translation>
</message>
<message>
<source>The sum of what is counted, such as the number of reports.</source>
<translation>De som van wat wordt geteld, zoals het aantal meldingen.</translation>
</message>
<message>
<source>What is counted in per cent of what it is part of, such as finds in per cent of inspections.</source>
<translation>Wat wordt geteld in procenten van waar het deel van is, zoals vondsten in procenten van inspecties.</translation>
</message>
<message>
<source>Rate</source>
<translation>Verhouding</translation>
</message>
<message>
<source>What is counted by something of the area, such as reports per 1,000 inhabitants.</source>
<translation>Wat wordt geteld gedeeld door iets van het gebied, zoals meldingen per 1.000 inwoners.</translation>
</message>
<message>
<source>Number per day</source>
<translation>Aantal per dag</translation>
</message>
<message>
<source>What is counted by the days of the period: months of 28 and 31 days compare.</source>
<translation>Wat wordt geteld gedeeld door de dagen van de periode: zo zijn maanden van 28 en 31 dagen te vergelijken.</translation>
</message>
<message>
<source>Concentration (%)</source>
<translation>Concentratie (%)</translation>
</message>
<message>
<source>Per cent of what is counted that lies in the busiest tenth of the areas.</source>
<translation>Procent van wat wordt geteld dat in het drukste tiende van de gebieden ligt.</translation>
</message>
<message>
<source>Median handling time</source>
<translation>Mediane afhandeltijd</translation>
</message>
<message>
<source>Days within which half of the events were closed; those still open count as longer than until now.</source>
<translation>Dagen waarbinnen de helft van de registraties was afgehandeld; wat nog open is telt als langer dan tot nu.</translation>
</message>
<message>
<source>Handling time of 90 %</source>
<translation>Afhandeltijd van 90 %</translation>
</message>
<message>
<source>Days within which nine in ten events were closed; those still open count as longer than until now.</source>
<translation>Dagen waarbinnen negen van de tien registraties waren afgehandeld; wat nog open is telt als langer dan tot nu.</translation>
</message>
<message>
<source>Coverage (%)</source>
<translation>Dekking (%)</translation>
</message>
<message>
<source>Per cent of a denominator, or else of the areas, that lies in areas where anything is counted, such as dwellings in areas with an inspection.</source>
<translation>Procent van een noemer, of anders van de gebieden, dat in gebieden ligt waar iets wordt geteld, zoals woningen in gebieden met een inspectie.</translation>
</message>
<message>
<source>Location quotient</source>
<translation>Locatiequotiënt</translation>
</message>
<message>
<source>The share that an area has in what is counted, by its share in the denominator: 1 is as the whole.</source>
<translation>Het aandeel van een gebied in wat wordt geteld, gedeeld door zijn aandeel in de noemer: 1 is zoals het geheel.</translation>
</message>
<message>
<source>Index of an indicator</source>
<translation>Index van een indicator</translation>
</message>
<message>
<source>How many standard deviations an area is from the mean of the areas in another indicator.</source>
<translation>Hoeveel standaardafwijkingen een gebied van het gemiddelde van de gebieden ligt in een andere indicator.</translation>
</message>
<message>
<source>Composite of indicators</source>
<translation>Samenstelling van indicatoren</translation>
</message>
<message>
<source>The weighted mean of the standard scores of other indicators, each turned so that high is bad.</source>
<translation>Het gewogen gemiddelde van de standaardscores van andere indicatoren, elk zo gekeerd dat hoog slecht is.</translation>
</message>
<message>
<source>Neither: say nothing of better or worse</source>
<translation>Geen van beide: niets zeggen van beter of slechter</translation>
</message>
<message>
<source>Low is good</source>
<translation>Laag is goed</translation>
</message>
<message>
<source>High is good</source>
<translation>Hoog is goed</translation>
</message>
<message>
<source>All sources</source>
<translation>Alle bronnen</translation>
</message>
<message>
<source>Sources with single events</source>
<translation>Bronnen met losse registraties</translation>
</message>
<message>
<source>Sources that sum up events per place</source>
<translation>Bronnen die registraties per plek optellen</translation>
</message>
<message>
<source>Observations</source>
<translation>Waarnemingen</translation>
</message>
<message>
<source>Inspections</source>
<translation>Inspecties</translation>
</message>
<message>
<source>Sanctions</source>
<translation>Sancties</translation>
</message>
<message>
<source>Weeks</source>
<translation>Weken</translation>
</message>
<message>
<source>The smallest areas</source>
<translation>De kleinste gebieden</translation>
</message>
<message>
<source>Areas in between</source>
<translation>Gebieden daartussen</translation>
</message>
<message>
<source>The largest areas</source>
<translation>De grootste gebieden</translation>
</message>
<message>
<source>Hot spots by name</source>
<translation>Hotspots bij naam</translation>
</message>
<message>
<source>Hot spots as cells</source>
<translation>Hotspots als cellen</translation>
</message>
<message>
<source>Change on the period before</source>
<translation>Verandering ten opzichte van de vorige periode</translation>
</message>
<message>
<source>Trend</source>
<translation>Trend</translation>
</message>
<message>
<source>Ranking of areas</source>
<translation>Rangorde van gebieden</translation>
</message>
<message>
<source>Hours by weekday</source>
<translation>Uren per weekdag</translation>
</message>
<message>
<source>Table of hot spots</source>
<translation>Tabel van hotspots</translation>
</message>
<message>
<source>Categories and their change</source>
<translation>Categorieën en hun verandering</translation>
</message>
<message>
<source>Status and handling time</source>
<translation>Status en afhandeltijd</translation>
</message>
<message>
<source>Cumulative share of places</source>
<translation>Opgeteld aandeel van plekken</translation>
</message>
<message>
<source>Oranges</source>
<translation>Oranjes</translation>
</message>
<message>
<source>Blues</source>
<translation>Blauwen</translation>
</message>
<message>
<source>Greens</source>
<translation>Groenen</translation>
</message>
<message>
<source>Purples</source>
<translation>Paarsen</translation>
</message>
<message>
<source>Greys</source>
<translation>Grijzen</translation>
</message>
<message>
<source>Number of events</source>
<translation>Aantal registraties</translation>
</message>
<message>
<source>Events per day</source>
<translation>Registraties per dag</translation>
</message>
<message>
<source>Events per 1,000 inhabitants</source>
<translation>Registraties per 1.000 inwoners</translation>
</message>
<message>
<source>Events per 1,000 dwellings</source>
<translation>Registraties per 1.000 woningen</translation>
</message>
<message>
<source>Share in the busiest tenth of the areas</source>
<translation>Aandeel in het drukste tiende van de gebieden</translation>
</message>
<message>
<source>Happened until (UTC)</source>
<translation>Gebeurd tot (UTC)</translation>
</message>
<message>
<source>Subcategory</source>
<translation>Subcategorie</translation>
</message>
<message>
<source>Place</source>
<translation>Plek</translation>
</message>
<message>
<source>Reported (UTC)</source>
<translation>Gemeld (UTC)</translation>
</message>
<message>
<source>Closed (UTC)</source>
<translation>Afgesloten (UTC)</translation>
</message>
<message>
<source>Quality of the location</source>
<translation>Kwaliteit van de locatie</translation>
</message>
<message>
<source>X</source>
<translation>X</translation>
</message>
<message>
<source>Y</source>
<translation>Y</translation>
</message>
<message>
<source>Longitude</source>
<translation>Lengtegraad</translation>
</message>
<message>
<source>Latitude</source>
<translation>Breedtegraad</translation>
</message>
<message>
<source>Record number</source>
<translation>Recordnummer</translation>
</message>
<message>
<source>Why it becomes no event</source>
<translation>Waarom het geen registratie wordt</translation>
</message>
<message>
<source>In the definition</source>
<translation>In de definitie</translation>
</message>
<message>
<source>In the record</source>
<translation>In het record</translation>
</message>
<message>
<source>{kept} of {read} records become events</source>
<translation>{kept} van {read} records worden registraties</translation>
</message>
<message>
<source>{count} × {reason}</source>
<translation>{count}× {reason}</translation>
</message>
<message>
<source>Not in the code list of {field}: {values}.</source>
<translation>Niet in de codelijst van {field}: {values}.</translation>
</message>
<message>
<source>and {count} others</source>
<translation>en {count} andere</translation>
</message>
<message>
<source>the same as record {record}</source>
<translation>gelijk aan record {record}</translation>
</message>
<message>
<source>record {record} is kept</source>
<translation>record {record} blijft</translation>
</message>
<message>
<source>line {line}</source>
<translation>regel {line}</translation>
</message>
<message>
<source>Events and rejected records are those of before the mistake.</source>
<translation>Registraties en afgekeurde records zijn die van vóór de fout.</translation>
</message>
<message>
<source>First records</source>
<translation>Eerste records</translation>
</message>
<message>
<source>First records ({count})</source>
<translation>Eerste records ({count})</translation>
</message>
<message>
<source>Events ({count})</source>
<translation>Registraties ({count})</translation>
</message>
<message>
<source>Rejected ({count})</source>
<translation>Afgekeurd ({count})</translation>
</message>
<message>
<source>Rejected</source>
<translation>Afgekeurd</translation>
</message>
<message>
<source>{count} have an address to be looked up</source>
<translation>{count} hebben een adres dat wordt opgezocht</translation>
</message>
<message>
<source>Show the events behind this figure</source>
<translation>Toon de registraties achter dit cijfer</translation>
</message>
<message>
<source>1 event</source>
<translation>1 registratie</translation>
</message>
<message>
<source>Show the events</source>
<translation>Toon de registraties</translation>
</message>
<message>
<source>Save the picture…</source>
<translation>Afbeelding opslaan…</translation>
</message>
<message>
<source>Save the numbers…</source>
<translation>Cijfers opslaan…</translation>
</message>
<message>
<source>Copy the numbers</source>
<translation>Cijfers kopiëren</translation>
</message>
<message>
<source>Double click or Enter: the events behind it</source>
<translation>Dubbelklik of Enter: de registraties erachter</translation>
</message>
<message>
<source>Period before</source>
<translation>Vorige periode</translation>
</message>
<message>
<source>A year before</source>
<translation>Een jaar eerder</translation>
</message>
<message>
<source>Whole area</source>
<translation>Hele gebied</translation>
</message>
<message>
<source>Another area</source>
<translation>Een ander gebied</translation>
</message>
<message>
<source>Area to compare with</source>
<translation>Gebied om mee te vergelijken</translation>
</message>
<message>
<source>Choose an area</source>
<translation>Kies een gebied</translation>
</message>
<message>
<source>Happened from (UTC)</source>
<translation>Gebeurd vanaf (UTC)</translation>
</message>
<message>
<source>report</source>
<translation>melding</translation>
</message>
<message>
<source>observation</source>
<translation>waarneming</translation>
</message>
<message>
<source>incident</source>
<translation>incident</translation>
</message>
<message>
<source>inspection</source>
<translation>controle</translation>
</message>
<message>
<source>sanction</source>
<translation>sanctie</translation>
</message>
<message>
<source>{count}; {measure} together: {sum}</source>
<translation>{count}; {measure} samen: {sum}</translation>
</message>
<message>
<source>{path} could not be written: {reason}</source>
<translation>{path} kon niet worden geschreven: {reason}</translation>
</message>
<message>
<source>Source: {sources}</source>
<translation>Bron: {sources}</translation>
</message>
<message>
<source>the file cannot be opened</source>
<translation>het bestand kan niet worden geopend</translation>
</message>
<message>
<source>Show this period only</source>
<translation>Alleen deze periode tonen</translation>
</message>
<message>
<source>Show this area on the map and in the panel</source>
<translation>Toon dit gebied op de kaart en in het paneel</translation>
</message>
<message>
<source>Show this category only</source>
<translation>Alleen deze categorie tonen</translation>
</message>
<message>
<source>Show this hour of the week only</source>
<translation>Alleen dit uur van de week tonen</translation>
</message>
<message>
<source>Hot spot</source>
<translation>Hotspot</translation>
</message>
<message>
<source>Save or copy “{chart}”</source>
<translation>“{chart}” opslaan of kopiëren</translation>
</message>
<message>
<source>Back to the figures of the whole area</source>
<translation>Terug naar de cijfers van het hele gebied</translation>
</message>
<message>
<source>Selection</source>
<translation>Selectie</translation>
</message>
<message>
<source>compared with the whole area</source>
<translation>vergeleken met het hele gebied</translation>
</message>
<message>
<source>The cross takes a part of the selection away</source>
<translation>Het kruisje haalt een deel van de selectie weg</translation>
</message>
<message>
<source>The areas in the map view, taken together</source>
<translation>De gebieden in het kaartbeeld, samengenomen</translation>
</message>
<message>
<source>The area in the map view</source>
<translation>Het gebied in het kaartbeeld</translation>
</message>
<message>
<source>No area lies in the map view: these are the figures of the whole.</source>
<translation>In het kaartbeeld ligt geen gebied: dit zijn de cijfers van het geheel.</translation>
</message>
<message>
<source>There are no areas, so the map view is not followed.</source>
<translation>Er zijn geen gebieden, dus het kaartbeeld wordt niet gevolgd.</translation>
</message>
<message>
<source>{n} places are selected on the map, and the panel shows one at a time: select one.</source>
<translation>Op de kaart zijn {n} plaatsen geselecteerd en het paneel toont er één tegelijk: selecteer er één.</translation>
</message>
<message>
<source>Undo the last selection (Ctrl+Z)</source>
<translation>Laatste selectie ongedaan maken (Ctrl+Z)</translation>
</message>
<message>
<source>Redo the selection (Ctrl+Shift+Z)</source>
<translation>Selectie opnieuw maken (Ctrl+Shift+Z)</translation>
</message>
<message>
<source>More of the panel</source>
<translation>Meer van het paneel</translation>
</message>
<message>
<source>Save the panel as PDF…</source>
<translation>Paneel opslaan als pdf…</translation>
</message>
<message>
<source>Follow the temporal controller</source>
<translation>De tijdregelaar volgen</translation>
</message>
<message>
<source>The time of the map and the period of the panel are one</source>
<translation>De tijd van de kaart en de periode van het paneel zijn gelijk</translation>
</message>
<message>
<source>Follow the map view</source>
<translation>Het kaartbeeld volgen</translation>
</message>
<message>
<source>Figures and ranking are of the areas in the map view, until one is chosen</source>
<translation>Cijfers en ranglijst zijn die van de gebieden in het kaartbeeld, tot er een gebied is gekozen</translation>
</message>
<message>
<source>There is no theme in this project yet: build one with “Build a theme”.</source>
<translation>Er staat nog geen thema in dit project: maak er een met “Thema opbouwen”.</translation>
</message>
<message>
<source>{n} hours of the week</source>
<translation>{n} uren van de week</translation>
</message>
<message>
<source>{n} categories</source>
<translation>{n} categorieën</translation>
</message>
<message>
<source>The feature with id {id} is no point. Take a layer of points, or centroids of this one.</source>
<translation>Het object met id {id} is geen punt. Neem een puntenlaag, of de centroïdes van deze laag.</translation>
</message>
<message>
<source>The feature with id {id} has {n} points. Split it first, with “Multipart to singleparts”.</source>
<translation>Het object met id {id} heeft {n} punten. Splits het eerst, met “Meervoudige naar enkelvoudige”.</translation>
</message>
<message>
<source>The layer has no column “{column}”. It has: {columns}.</source>
<translation>De laag heeft geen kolom “{column}”. Wel aanwezig: {columns}.</translation>
</message>
<message>
<source>Code</source>
<translation>Code</translation>
</message>
<message>
<source>Area code</source>
<translation>Gebiedscode</translation>
</message>
<message>
<source>Gi* (z)</source>
<translation>Gi* (z)</translation>
</message>
<message>
<source>Class of confidence</source>
<translation>Zekerheidsklasse</translation>
</message>
<message>
<source>Local Moran's I</source>
<translation>Lokale Moran's I</translation>
</message>
<message>
<source>Local Moran's I (z)</source>
<translation>Lokale Moran's I (z)</translation>
</message>
<message>
<source>Cluster or outlier</source>
<translation>Cluster of uitschieter</translation>
</message>
<message>
<source>Confidence (%)</source>
<translation>Zekerheid (%)</translation>
</message>
<message>
<source>Change</source>
<translation>Verandering</translation>
</message>
<message>
<source>Rate (shrunk)</source>
<translation>Verhouding (bijgetrokken)</translation>
</message>
<message>
<source>Shrunk by how little it rests on</source>
<translation>Ingetrokken naarmate het op minder rust</translation>
</message>
<message>
<source>Beside the whole, beyond chance</source>
<translation>Naast het geheel, meer dan toeval</translation>
</message>
<message>
<source>Among the areas</source>
<translation>Onder de gebieden</translation>
</message>
<message>
<source>Last whole period</source>
<translation>Laatste hele periode</translation>
</message>
<message>
<source>Expected in the last whole period</source>
<translation>Verwacht in de laatste hele periode</translation>
</message>
<message>
<source>Last period beside what was expected</source>
<translation>Laatste periode naast wat te verwachten was</translation>
</message>
<message>
<source>p of that, tested together</source>
<translation>p daarvan, samen getoetst</translation>
</message>
<message>
<source>The workspace {file} has new data (run {run}); its layers were reloaded.</source>
<translation>Het werkbestand {file} heeft nieuwe gegevens (uitvoering {run}); de lagen ervan zijn opnieuw geladen.</translation>
</message>
<message>
<source>The workspace {file} is no longer in {folder}, so its layers cannot be read. Put it back, or take its layers out of the project.</source>
<translation>Het werkbestand {file} staat niet meer in {folder}, dus de lagen ervan kunnen niet worden gelezen. Zet het terug, of haal de lagen uit het project.</translation>
</message>
<message>
<source>The workspace {file} cannot be read ({reason}), so its layers may show nothing. Close other programs that use it, or put back a copy.</source>
<translation>Het werkbestand {file} kan niet worden gelezen ({reason}), dus de lagen ervan tonen misschien niets. Sluit andere programma's die het gebruiken, of zet een kopie terug.</translation>
</message>
<message>
<source>Method</source>
<translation>Methode</translation>
</message>
<message>
<source>Caution</source>
<translation>Voorbehoud</translation>
</message>
<message>
<source>{path} cannot be written: {reason}.</source>
<translation>{path} kan niet worden geschreven: {reason}.</translation>
</message>
<message>
<source>under {high}: not drawn</source>
<translation>onder {high}: niet getekend</translation>
</message>
<message>
<source>{low} or more above ({unit})</source>
<translation>{low} of meer erboven ({unit})</translation>
</message>
<message>
<source>{low} or more below ({unit})</source>
<translation>{low} of meer eronder ({unit})</translation>
</message>
<message>
<source>times</source>
<translation>maal</translation>
</message>
<message>
<source>The style “{style}” needs the field “{field}”, which the layer “{layer}” does not have.</source>
<translation>De stijl “{style}” heeft het veld “{field}” nodig, en dat heeft de laag “{layer}” niet.</translation>
</message>
<message>
<source>There is no style “{style}”. Choose one of: {styles}.</source>
<translation>Er is geen stijl “{style}”. Kies een van: {styles}.</translation>
</message>
<message>
<source>The style of “{layer}” could not be written into its file: {reason}</source>
<translation>De stijl van “{layer}” kon niet in het bestand worden opgeslagen: {reason}</translation>
</message>
<message>
<source>No data</source>
<translation>Geen gegevens</translation>
</message>
<message>
<source>No earlier events to compare with</source>
<translation>Geen eerdere registraties om mee te vergelijken</translation>
</message>
<message>
<source>Other</source>
<translation>Overig</translation>
</message>
<message>
<source>Withheld: small, or would tell what is small</source>
<translation>Achtergehouden: klein, of zou verraden wat klein is</translation>
</message>
<message>
<source>Zero</source>
<translation>Nul</translation>
</message>
<message>
<source>Hot spot, 99 % confidence</source>
<translation>Hotspot, 99 % zekerheid</translation>
</message>
<message>
<source>Hot spot, 95 % confidence</source>
<translation>Hotspot, 95 % zekerheid</translation>
</message>
<message>
<source>Hot spot, 90 % confidence</source>
<translation>Hotspot, 90 % zekerheid</translation>
</message>
<message>
<source>Not significant</source>
<translation>Niet significant</translation>
</message>
<message>
<source>Cold spot, 90 % confidence</source>
<translation>Coldspot, 90 % zekerheid</translation>
</message>
<message>
<source>Cold spot, 95 % confidence</source>
<translation>Coldspot, 95 % zekerheid</translation>
</message>
<message>
<source>Cold spot, 99 % confidence</source>
<translation>Coldspot, 99 % zekerheid</translation>
</message>
<message>
<source>High, neighbours high (cluster)</source>
<translation>Hoog, buren hoog (cluster)</translation>
</message>
<message>
<source>Low, neighbours low (cluster)</source>
<translation>Laag, buren laag (cluster)</translation>
</message>
<message>
<source>High, neighbours low (outlier)</source>
<translation>Hoog, buren laag (uitschieter)</translation>
</message>
<message>
<source>Low, neighbours high (outlier)</source>
<translation>Laag, buren hoog (uitschieter)</translation>
</message>
<message>
<source>far below</source>
<translation>ver eronder</translation>
</message>
<message>
<source>below</source>
<translation>eronder</translation>
</message>
<message>
<source>as the whole</source>
<translation>als het geheel</translation>
</message>
<message>
<source>above</source>
<translation>erboven</translation>
</message>
<message>
<source>far above</source>
<translation>ver erboven</translation>
</message>
<message>
<source>fewer than expected</source>
<translation>minder dan verwacht</translation>
</message>
<message>
<source>as usual</source>
<translation>als gewoonlijk</translation>
</message>
<message>
<source>more than expected</source>
<translation>meer dan verwacht</translation>
</message>
<message>
<source>Hot, new (in the last step only)</source>
<translation>Hot, nieuw (alleen in de laatste stap)</translation>
</message>
<message>
<source>Hot, intensifying (nearly always, and ever more)</source>
<translation>Hot, toenemend (bijna altijd, en steeds meer)</translation>
</message>
<message>
<source>Hot, consecutive (in the last steps, never before)</source>
<translation>Hot, aaneengesloten (in de laatste stappen, nooit ervoor)</translation>
</message>
<message>
<source>Hot, persistent (nearly always)</source>
<translation>Hot, blijvend (bijna altijd)</translation>
</message>
<message>
<source>Hot, diminishing (nearly always, and ever less)</source>
<translation>Hot, afnemend (bijna altijd, en steeds minder)</translation>
</message>
<message>
<source>Hot, oscillating (now, and cold before)</source>
<translation>Hot, wisselend (nu, en ooit cold)</translation>
</message>
<message>
<source>Hot, sporadic (now, and on and off before)</source>
<translation>Hot, nu en dan (nu, en eerder af en toe)</translation>
</message>
<message>
<source>Hot no longer (nearly always before)</source>
<translation>Niet meer hot (eerder bijna altijd)</translation>
</message>
<message>
<source>Cold, new (in the last step only)</source>
<translation>Cold, nieuw (alleen in de laatste stap)</translation>
</message>
<message>
<source>Cold, intensifying (nearly always, and ever more)</source>
<translation>Cold, toenemend (bijna altijd, en steeds meer)</translation>
</message>
<message>
<source>Cold, consecutive (in the last steps, never before)</source>
<translation>Cold, aaneengesloten (in de laatste stappen, nooit ervoor)</translation>
</message>
<message>
<source>Cold, persistent (nearly always)</source>
<translation>Cold, blijvend (bijna altijd)</translation>
</message>
<message>
<source>Cold, diminishing (nearly always, and ever less)</source>
<translation>Cold, afnemend (bijna altijd, en steeds minder)</translation>
</message>
<message>
<source>Cold, oscillating (now, and hot before)</source>
<translation>Cold, wisselend (nu, en ooit hot)</translation>
</message>
<message>
<source>Cold, sporadic (now, and on and off before)</source>
<translation>Cold, nu en dan (nu, en eerder af en toe)</translation>
</message>
<message>
<source>Cold no longer (nearly always before)</source>
<translation>Niet meer cold (eerder bijna altijd)</translation>
</message>
<message>
<source>No pattern</source>
<translation>Geen patroon</translation>
</message>
<message>
<source>Hold the first half</source>
<translation>Bevatten de eerste helft</translation>
</message>
<message>
<source>Hold the next, up to {part} %</source>
<translation>Bevatten het volgende deel, tot {part} %</translation>
</message>
<message>
<source>Hold the rest</source>
<translation>Bevatten de rest</translation>
</message>
<message>
<source>Hold nothing</source>
<translation>Bevatten niets</translation>
</message>
<message>
<source>under {high}</source>
<translation>minder dan {high}</translation>
</message>
<message>
<source>{low} to under {high}</source>
<translation>{low} tot {high}</translation>
</message>
<message>
<source>{low} to {high}</source>
<translation>{low} tot en met {high}</translation>
</message>
<message>
<source>{low} or more</source>
<translation>{low} of meer</translation>
</message>
<message>
<source>{low}</source>
<translation>{low}</translation>
</message>
<message>
<source>Within what chance explains</source>
<translation>Binnen wat toeval verklaart</translation>
</message>
<message>
<source>About the same (less than {high} either way)</source>
<translation>Ongeveer gelijk (minder dan {high} verschil)</translation>
</message>
<message>
<source>{low} to {high} more</source>
<translation>{low} tot {high} meer</translation>
</message>
<message>
<source>{low} or more above before</source>
<translation>minstens {low} meer</translation>
</message>
<message>
<source>{low} to {high} fewer</source>
<translation>{low} tot {high} minder</translation>
</message>
<message>
<source>{low} or more below before</source>
<translation>minstens {low} minder</translation>
</message>
<message>
<source>points</source>
<translation>procentpunt</translation>
</message>
<message>
<source>{source} looks up addresses in the layer “{layer}”, which the workspace does not have: collect it first. There are: {layers}.</source>
<translation>{source} zoekt adressen op in de laag ‘{layer}’, die het werkbestand niet heeft: verzamel die eerst. Er zijn: {layers}.</translation>
</message>
<message>
<source>{source} looks up addresses by “{column}”, which the layer “{layer}” does not have. It has: {columns}.</source>
<translation>{source} zoekt adressen op met ‘{column}’, die de laag ‘{layer}’ niet heeft. Die heeft: {columns}.</translation>
</message>
<message>
<source>{source} looks up addresses in the layer “{layer}”, which has no points: choose one of addresses.</source>
<translation>{source} zoekt adressen op in de laag ‘{layer}’, die geen punten heeft: kies een laag met adressen.</translation>
</message>
<message>
<source>{found} of {count} addresses were found in the layer “{layer}”; {several} more are in it at several places, and are not taken.</source>
<translation>{found} van {count} adressen zijn gevonden in de laag ‘{layer}’; nog {several} staan er op meerdere plaatsen in, en worden niet genomen.</translation>
</message>
<message>
<source>The level {level} of {source} has no areas that can be used. Nothing was changed.</source>
<translation>Het niveau {level} van {source} heeft geen bruikbare gebieden. Er is niets veranderd.</translation>
</message>
<message>
<source>{count} areas of the level {level} come in several parts, which were put together.</source>
<translation>{count} gebieden van het niveau {level} komen in meer delen, die zijn samengevoegd.</translation>
</message>
<message>
<source>{file} cannot be read as a file with polygon layers.</source>
<translation>{file} kan niet worden gelezen als bestand met vlakkenlagen.</translation>
</message>
<message>
<source>The layer {layer} of {file} states no CRS: save it again with one.</source>
<translation>De laag {layer} van {file} vermeldt geen CRS: sla haar opnieuw op met een CRS.</translation>
</message>
<message>
<source>The areas in {file} are in {crs}, which does not count in metres: save them in a projected CRS first.</source>
<translation>De gebieden in {file} zijn in {crs}, dat niet in meters telt: sla ze eerst op in een geprojecteerd CRS.</translation>
</message>
<message>
<source>The layer {layer} of {file} has no column whose values tell its areas apart: add a code.</source>
<translation>De laag {layer} van {file} heeft geen kolom die de gebieden van elkaar onderscheidt: voeg een code toe.</translation>
</message>
<message>
<source>Importing areas: {level}</source>
<translation>Gebieden worden ingelezen: {level}</translation>
</message>
<message>
<source>{source}: no value of {column} says yes in the way its definition expects; it has: {values}. Nothing was changed.</source>
<translation>{source}: geen waarde van {column} zegt ja zoals de definitie verwacht; er staat: {values}. Er is niets veranderd.</translation>
</message>
<message>
<source>It answers, but has no records, so its columns cannot be seen.</source>
<translation>De bron antwoordt, maar heeft geen records, dus de kolommen zijn niet te zien.</translation>
</message>
<message>
<source>{file} has a header but no rows.</source>
<translation>{file} heeft een kopregel maar geen rijen.</translation>
</message>
<message>
<source>Reading {file}</source>
<translation>{file} wordt gelezen</translation>
</message>
<message>
<source>Storing</source>
<translation>Bezig met opslaan</translation>
</message>
<message>
<source>{count} rows rejected: {reason}</source>
<translation>{count} rijen afgekeurd: {reason}</translation>
</message>
<message>
<source>There are no areas and the mapping states no extent. A point further than {radius} km from the middle of all points is taken for wrong: that is four times the median distance, or twice the distance within which 95 % lie. State an extent in the mapping to decide otherwise.</source>
<translation>Er zijn geen gebieden en de veldtoewijzing geeft geen extent. Een punt op meer dan {radius} km van het midden van alle punten geldt als fout: dat is vier keer de mediane afstand, of twee keer de afstand waarbinnen 95 % ligt. Geef een extent op in de veldtoewijzing om dat anders te bepalen.</translation>
</message>
<message>
<source>{file} has also been collected as {other}: a theme that reads both {source} and {other} counts its events twice. Collect it under one name.</source>
<translation>{file} is ook verzameld als {other}: een thema dat zowel {source} als {other} leest, telt de registraties twee keer. Verzamel het bestand onder één naam.</translation>
</message>
<message>
<source>The mapping of {source} states no crs. Add one, such as crs: EPSG:28992 or crs: EPSG:4326.</source>
<translation>De veldtoewijzing van {source} vermeldt geen crs. Voeg er een toe, zoals crs: EPSG:28992 of crs: EPSG:4326.</translation>
</message>
<message>
<source>{file} has no column {columns}, which the mapping names for {field}. It has: {header}.</source>
<translation>{file} heeft geen kolom {columns}, die de veldtoewijzing noemt voor {field}. Wel aanwezig: {header}.</translation>
</message>
<message>
<source>{field} stays empty for {file}: there is no column {columns}.</source>
<translation>{field} blijft leeg voor {file}: er is geen kolom {columns}.</translation>
</message>
<message>
<source>The files of {source} hold no rows. Nothing was changed.</source>
<translation>De bestanden van {source} bevatten geen rijen. Er is niets gewijzigd.</translation>
</message>
<message>
<source>None of the {read} rows of {source} could be kept; the most frequent reason ({count} rows): {reason}. Nothing was changed. Check the mapping.</source>
<translation>Geen van de {read} rijen van {source} kon worden behouden; de meest voorkomende reden ({count} rijen): {reason}. Er is niets gewijzigd. Controleer de veldtoewijzing.</translation>
</message>
<message>
<source>More than half of the rows were rejected, most ({count}) because: {reason}. Check the mapping.</source>
<translation>Meer dan de helft van de rijen is afgekeurd, de meeste ({count}) omdat: {reason}. Controleer de veldtoewijzing.</translation>
</message>
<message>
<source>The mapping states no time zone: times are taken as local wall time, as they are written.</source>
<translation>De veldtoewijzing vermeldt geen tijdzone: tijden gelden als plaatselijke kloktijd, zoals ze er staan.</translation>
</message>
<message>
<source>No licence is stated for {source}: publications refuse it by default.</source>
<translation>Voor {source} is geen licentie vermeld: publicaties weigeren deze bron standaard.</translation>
</message>
<message>
<source>No source that is combined has an attribute “{attribute}”: choose one of {attributes}, or leave it empty.</source>
<translation>Geen bron die wordt gecombineerd heeft een kenmerk “{attribute}”: kies een van {attributes}, of laat het leeg.</translation>
</message>
<message>
<source>The workspace knows no days of the kind “{kind}”: collect a calendar first, or choose one of {kinds}.</source>
<translation>Het werkbestand kent geen dagen van de soort “{kind}”: verzamel eerst een kalender, of kies een van {kinds}.</translation>
</message>
<message>
<source>{source}: {events} events have a date but no time of day; they are in no hour.</source>
<translation>{source}: {events} registraties hebben een datum maar geen tijdstip; ze staan in geen enkel uur.</translation>
</message>
<message>
<source>Counting {source} by {division}</source>
<translation>{source} wordt geteld naar {division}</translation>
</message>
<message>
<source>The layer with the {which} areas has no area with a code and a polygon.</source>
<translation>De laag met de {which} gebieden heeft geen gebied met een code en een vlak.</translation>
</message>
<message>
<source>old</source>
<translation>oude</translation>
</message>
<message>
<source>{old} old areas lie in {new} new ones: {same} as a whole in one, {several} are divided over several.</source>
<translation>{old} oude gebieden liggen in {new} nieuwe: {same} geheel in één, {several} zijn over meer verdeeld.</translation>
</message>
<message>
<source>{count} overlaps of less than {share} % of both areas are left out, such as {examples}.</source>
<translation>{count} overlappen van minder dan {share} % van beide gebieden zijn weggelaten, zoals {examples}.</translation>
</message>
<message>
<source>{count} old areas do not lie in new ones as a whole; what lies outside has no place in these: {examples}.</source>
<translation>{count} oude gebieden liggen niet geheel in nieuwe; wat erbuiten ligt heeft daarin geen plaats: {examples}.</translation>
</message>
<message>
<source>{count} old areas hold no point to weigh by and have no weights: {examples}.</source>
<translation>{count} oude gebieden hebben geen punt om mee te wegen en krijgen geen gewichten: {examples}.</translation>
</message>
<message>
<source>{count} of {all} points lie in no old area.</source>
<translation>{count} van {all} punten liggen in geen oud gebied.</translation>
</message>
<message>
<source>Of {total} in the series, {placed} have a place in the new areas and {lost} have none.</source>
<translation>Van {total} in de reeks hebben {placed} een plaats in de nieuwe gebieden en {lost} niet.</translation>
</message>
<message>
<source>{count} codes of the series are no old areas: {examples}.</source>
<translation>{count} codes van de reeks zijn geen oud gebied: {examples}.</translation>
</message>
<message>
<source>The CRS {crs} is not known. Use a code such as EPSG:28992.</source>
<translation>Het CRS {crs} is niet bekend. Gebruik een code als EPSG:28992.</translation>
</message>
<message>
<source>No CRS in metres fits the place at longitude {lon}, latitude {lat}.</source>
<translation>Geen CRS in meters past bij de plek op lengtegraad {lon}, breedtegraad {lat}.</translation>
</message>
<message>
<source>There is no level of areas “{division}” in the workspace: choose one of {levels}, or `cell` or `hexagon`.</source>
<translation>Er is geen gebiedsniveau “{division}” in het werkbestand: kies een van {levels}, of `cell` of `hexagon`.</translation>
</message>
<message>
<source>“{size}” is no size of cells in {division}: write a number of metres, such as `cell:125` or `hexagon:250`.</source>
<translation>“{size}” is geen celmaat in {division}: schrijf een aantal meters, zoals `cell:125` of `hexagon:250`.</translation>
</message>
<message>
<source>The server says that {source} is as it was the last time; nothing was fetched.</source>
<translation>De server zegt dat {source} is zoals de vorige keer; er is niets opgehaald.</translation>
</message>
<message>
<source>{source} has no connection in its definition: collect it from files.</source>
<translation>{source} heeft geen verbinding in de definitie: verzamel de bron uit bestanden.</translation>
</message>
<message>
<source>Fetching {source}</source>
<translation>{source} ophalen</translation>
</message>
<message>
<source>Trying once more.</source>
<translation>Nog een keer proberen.</translation>
</message>
<message>
<source>{source} answers, but has no records: nothing can be proposed.</source>
<translation>{source} antwoordt, maar heeft geen records: er valt niets voor te stellen.</translation>
</message>
<message>
<source>Give the source a name of small letters, digits and underscores, such as noise_reports.</source>
<translation>Geef de bron een naam van kleine letters, cijfers en onderstrepingstekens, zoals meldingen_geluid.</translation>
</message>
<message>
<source>Say where the records are: an address or a file.</source>
<translation>Zeg waar de records zijn: een adres of een bestand.</translation>
</message>
<message>
<source>This is no address for this kind of source. Write it as {forms}, without a user, a password or a key: those are chosen under Credentials.</source>
<translation>Dit is geen adres voor deze soort bron. Schrijf het als {forms}, zonder gebruiker, wachtwoord of sleutel: die worden bij Inloggegevens gekozen.</translation>
</message>
<message>
<source>Say which table of the database holds the records.</source>
<translation>Zeg in welke tabel van de databank de records staan.</translation>
</message>
<message>
<source>There are no events to link: collect a source into the workspace first.</source>
<translation>Er zijn geen registraties om te koppelen: verzamel eerst een bron in het werkbestand.</translation>
</message>
<message>
<source>None of the {count} events can be linked: {points} lack an exact point, {times} of the others a time, {rules} have no rule for their category and kind. Map what is missing, or add rules.</source>
<translation>Geen van de {count} registraties kan worden gekoppeld: {points} hebben geen precies punt, {times} van de andere geen tijd, {rules} geen regel voor hun categorie en soort. Wijs toe wat ontbreekt, of voeg regels toe.</translation>
</message>
<message>
<source>Linking {name}</source>
<translation>{name} koppelen</translation>
</message>
<message>
<source>{count} of the events linked by distance have points that were displaced for display: distances between them say little.</source>
<translation>{count} van de op afstand gekoppelde registraties hebben punten die voor de weergave zijn verschoven: afstanden daartussen zeggen weinig.</translation>
</message>
<message>
<source>{name}: {count} chains of reports went beyond the limits and were cut.</source>
<translation>{name}: {count} kettingen van meldingen gingen over de limieten en zijn doorgeknipt.</translation>
</message>
<message>
<source>The pair {name} was passed over: the events hold no {source}.</source>
<translation>Het paar {name} is overgeslagen: bij de registraties is geen {source}.</translation>
</message>
<message>
<source>Say what is to be added to the events. The workspace has the layers {layers} and the statistics {statistics}.</source>
<translation>Zeg wat aan de registraties moet worden toegevoegd. Het werkbestand heeft de lagen {layers} en de statistieken {statistics}.</translation>
</message>
<message>
<source>The workspace has no layer for reference {layer}; it has: {layers}. Collect its source first.</source>
<translation>Het werkbestand heeft geen referentielaag {layer}; het heeft: {layers}. Verzamel eerst haar bron.</translation>
</message>
<message>
<source>The workspace has no statistic {statistic}; it has: {statistics}.</source>
<translation>Het werkbestand heeft geen statistiek {statistic}; het heeft: {statistics}.</translation>
</message>
<message>
<source>The workspace has no level of areas {level}; it has: {levels}.</source>
<translation>Het werkbestand heeft geen gebiedsniveau {level}; het heeft: {levels}.</translation>
</message>
<message>
<source>The layer {layer} has no polygons, so nothing lies inside its zones.</source>
<translation>De laag {layer} heeft geen vlakken, dus ligt er niets binnen haar zones.</translation>
</message>
<message>
<source>“{given}” is neither a column of {layer} nor a value that can be read here. Its columns are: {columns}.</source>
<translation>“{given}” is geen kolom van {layer}, en ook geen waarde die hier te lezen is. De kolommen zijn: {columns}.</translation>
</message>
<message>
<source>{count} of {all} events have no position to measure from: none at all, or that of a street or an area. Their distances, numbers and zones are left empty.</source>
<translation>{count} van {all} registraties hebben geen plaats om vanaf te meten: helemaal geen, of die van een straat of een gebied. Hun afstanden, aantallen en zones blijven leeg.</translation>
</message>
<message>
<source>{count} events stand at a point displaced for display: distances and zones are those of that point.</source>
<translation>{count} registraties staan op een punt dat voor de weergave is verplaatst: afstanden en zones zijn die van dat punt.</translation>
</message>
<message>
<source>{share} % of {count} events lie within {radius} m of “{layer}” ({objects} objects); half of the events lie within {median} m of the nearest.</source>
<translation>{share} % van {count} registraties ligt binnen {radius} m van “{layer}” ({objects} objecten); de helft van de registraties ligt binnen {median} m van het dichtstbijzijnde.</translation>
</message>
<message>
<source>No event can be measured to “{layer}” ({objects} objects).</source>
<translation>Van geen registratie is de afstand tot “{layer}” te meten ({objects} objecten).</translation>
</message>
<message>
<source>{share} % of {count} events lie in a zone of “{layer}”: it held then for {yes}, did not for {no}, held for part of the time in which it can have happened for {partly}; for {unknown} it cannot be told.</source>
<translation>{share} % van {count} registraties ligt in een zone van “{layer}”: die gold toen voor {yes}, gold niet voor {no}, gold een deel van de tijd waarin het gebeurd kan zijn voor {partly}; voor {unknown} is het niet te zeggen.</translation>
</message>
<message>
<source>When {count} of {all} zones of “{layer}” hold cannot be read, from such as “{text}”: it is unknown.</source>
<translation>Wanneer {count} van {all} zones van “{layer}” gelden, is niet te lezen uit bijvoorbeeld “{text}”: het is onbekend.</translation>
</message>
<message>
<source>Nothing was said about when the zones of “{layer}” hold, so it is unknown; for zones that always hold the hours are 00:00-24:00.</source>
<translation>Er is niet gezegd wanneer de zones van “{layer}” gelden, dus is het onbekend; voor zones die altijd gelden zijn de uren 00:00-24:00.</translation>
</message>
<message>
<source>{found} of {count} events have a value of {statistic} of their area (level {level}); for {earlier} of them it is of an earlier year than the event's.</source>
<translation>{found} van {count} registraties hebben een waarde van {statistic} van hun gebied (niveau {level}); voor {earlier} daarvan is die van een eerder jaar dan dat van de registratie.</translation>
</message>
<message>
<source>{layer}: metres to the nearest</source>
<translation>{layer}: meters tot het dichtstbijzijnde</translation>
</message>
<message>
<source>{layer}: the nearest</source>
<translation>{layer}: het dichtstbijzijnde</translation>
</message>
<message>
<source>{layer}: number within {radius} m</source>
<translation>{layer}: aantal binnen {radius} m</translation>
</message>
<message>
<source>{layer}: in zone</source>
<translation>{layer}: in de zone</translation>
</message>
<message>
<source>{layer}: number of zones</source>
<translation>{layer}: aantal zones</translation>
</message>
<message>
<source>{layer}: held then</source>
<translation>{layer}: gold toen</translation>
</message>
<message>
<source>{layer}: value of the area</source>
<translation>{layer}: waarde van het gebied</translation>
</message>
<message>
<source>{layer}: year of the value</source>
<translation>{layer}: jaar van de waarde</translation>
</message>
<message>
<source>Give the ids of the events to erase, or switch on what is past its retention.</source>
<translation>Geef de id's van de registraties die gewist moeten worden, of zet aan wat voorbij de bewaartermijn is.</translation>
</message>
<message>
<source>None of the {count} ids is in this workspace; nothing was changed. An id is written with its source, as in the column event_id: {example}.</source>
<translation>Geen van de {count} id's staat in dit werkbestand; er is niets gewijzigd. Een id wordt met de bron geschreven, zoals in de kolom event_id: {example}.</translation>
</message>
<message>
<source>The reason names an id that is to be erased, and would be kept with the run: leave the id out of it. Nothing was changed.</source>
<translation>De reden noemt een id die gewist moet worden, en zou bij de uitvoering bewaard blijven: laat de id eruit weg. Er is niets gewijzigd.</translation>
</message>
<message>
<source>Erased: {events} events, {versions} earlier versions, {rejects} rejected rows, {addresses} addresses that were looked up.</source>
<translation>Gewist: {events} registraties, {versions} eerdere versies, {rejects} afgekeurde rijen, {addresses} opgezochte adressen.</translation>
</message>
<message>
<source>{count} of the ids are not in this workspace: nothing was to be erased for them.</source>
<translation>{count} van de id's staan niet in dit werkbestand: daarvoor was er niets te wissen.</translation>
</message>
<message>
<source>{count} of the ids had been erased before.</source>
<translation>{count} van de id's waren al eerder gewist.</translation>
</message>
<message>
<source>The counts of {source} were made again without them.</source>
<translation>De tellingen van {source} zijn zonder hen opnieuw gemaakt.</translation>
</message>
<message>
<source>The layer {name} of the theme {theme} named what was erased, and was removed: build the theme again.</source>
<translation>De laag {name} van het thema {theme} noemde wat is gewist, en is verwijderd: bouw het thema opnieuw.</translation>
</message>
<message>
<source>Layers of themes still count what was erased: build the themes again.</source>
<translation>Lagen van thema's tellen nog mee wat is gewist: bouw de thema's opnieuw.</translation>
</message>
<message>
<source>{source} has no ids of its own: all its rejected rows that equal an earlier one were deleted, since nothing says which of them repeat what was erased.</source>
<translation>{source} heeft geen eigen id's: al haar afgekeurde rijen die gelijk zijn aan een eerdere zijn verwijderd, omdat niets zegt welke daarvan herhalen wat is gewist.</translation>
</message>
<message>
<source>Writing the file anew</source>
<translation>Het bestand wordt opnieuw geschreven</translation>
</message>
<message>
<source>{file} cannot be read as text in UTF-8: {reason}.</source>
<translation>{file} kan niet worden gelezen als tekst in UTF-8: {reason}.</translation>
</message>
<message>
<source>There is no workspace at {path}, and {crs} does not count in metres: give areas in a projected CRS to make one.</source>
<translation>Er is geen werkbestand op {path}, en {crs} telt niet in meters: geef gebieden in een geprojecteerd CRS om er een te maken.</translation>
</message>
<message>
<source>{source}: {count} addresses of records without coordinates are sent to {service}, as the mapping says, and nothing else of the records.</source>
<translation>{source}: {count} adressen van records zonder coördinaten gaan naar {service}, zoals de veldtoewijzing zegt, en verder niets van de records.</translation>
</message>
<message>
<source>Looking up addresses: {done} of {count}</source>
<translation>Adressen opzoeken: {done} van {count}</translation>
</message>
<message>
<source>{found} of {count} addresses were found ({service}); {asked} were asked now, {cached} were known from before.</source>
<translation>{found} van {count} adressen zijn gevonden ({service}); {asked} zijn nu opgevraagd, {cached} waren al bekend.</translation>
</message>
<message>
<source>{done} of {count} addresses had been looked up; they are kept and will not be asked again.</source>
<translation>{done} van {count} adressen waren opgezocht; ze blijven bewaard en worden niet opnieuw opgevraagd.</translation>
</message>
<message>
<source>Looking through the files</source>
<translation>De bestanden worden doorgelopen</translation>
</message>
<message>
<source>{source} gave {rows} records, where at least {least} were expected; nothing was changed. If that is right, state it in the definition: expected_size.</source>
<translation>{source} gaf {rows} records, terwijl er ten minste {least} werden verwacht; er is niets gewijzigd. Klopt het toch, zeg het dan in de definitie: expected_size.</translation>
</message>
<message>
<source>{source} is not read from files but from a service: use “Collect a source”.</source>
<translation>{source} wordt niet uit bestanden gelezen maar van een dienst: gebruik “Een bron verzamelen”.</translation>
</message>
<message>
<source>There is no workspace at {path}: give the files with events to make one.</source>
<translation>Er is geen werkbestand op {path}: geef bestanden met registraties op om er een te maken.</translation>
</message>
<message>
<source>“{text}” is no list of sources: write source: denominator; source: denominator, such as {example}.</source>
<translation>‘{text}’ is geen lijst van bronnen: schrijf bron: noemer; bron: noemer, zoals {example}.</translation>
</message>
<message>
<source>The workspace has no source {source}; it has: {sources}.</source>
<translation>Het werkbestand heeft geen bron {source}; wel: {sources}.</translation>
</message>
<message>
<source>{source} cannot be divided by “{name}”: that is no statistic of the areas and no source beside it. There are: {names}.</source>
<translation>{source} kan niet worden gedeeld door ‘{name}’: dat is geen statistiek van de gebieden en geen bron ernaast. Er zijn: {names}.</translation>
</message>
<message>
<source>The workspace has no areas, or no level “{level}”: import areas first. Levels: {levels}.</source>
<translation>Het werkbestand heeft geen gebieden, of geen niveau ‘{level}’: importeer eerst gebieden. Niveaus: {levels}.</translation>
</message>
<message>
<source>{count} events of {source} lie in no area of “{level}” and are left out.</source>
<translation>{count} registraties van {source} liggen in geen gebied van ‘{level}’ en tellen niet mee.</translation>
</message>
<message>
<source>Nothing was known at {moment}: the first run of this workspace ended at {first}.</source>
<translation>Op {moment} was er niets bekend: de eerste run van dit werkbestand eindigde op {first}.</translation>
</message>
<message>
<source>Nothing was ever collected into this workspace.</source>
<translation>In dit werkbestand is nooit iets verzameld.</translation>
</message>
<message>
<source>{source}: {told}</source>
<translation>{source}: {told}</translation>
</message>
<message>
<source>The workspace has no source with events yet: collect one first.</source>
<translation>Het werkbestand heeft nog geen bron met registraties: verzamel er eerst een.</translation>
</message>
<message>
<source>Looking at {source}</source>
<translation>{source} wordt bekeken</translation>
</message>
<message>
<source>{source} has no column {columns}, which its definition names. It has: {header}.</source>
<translation>{source} heeft geen kolom {columns}, die de definitie noemt. Wel: {header}.</translation>
</message>
<message>
<source>{count} rows of {source} are left out, as its definition says: where.</source>
<translation>{count} rijen van {source} zijn weggelaten, zoals de definitie zegt: where.</translation>
</message>
<message>
<source>{source} is the layer {table} of the workspace, with {count} features.</source>
<translation>{source} is de laag {table} van het werkbestand, met {count} objecten.</translation>
</message>
<message>
<source>Laying out the city</source>
<translation>De stad wordt ontworpen</translation>
</message>
<message>
<source>Drawing reports and inspections</source>
<translation>Meldingen en schouwen worden getrokken</translation>
</message>
<message>
<source>Writing areas and streets</source>
<translation>Gebieden en straten worden geschreven</translation>
</message>
<message>
<source>Writing the source files</source>
<translation>De bronbestanden worden geschreven</translation>
</message>
<message>
<source>The sample city cannot be written to {folder} ({reason}): choose a folder you may write to.</source>
<translation>De voorbeeldstad kan niet in {folder} worden geschreven ({reason}): kies een map waarin u mag schrijven.</translation>
</message>
<message>
<source>{folder} holds other files: choose a new or empty folder, so that nothing is lost.</source>
<translation>In {folder} staan andere bestanden: kies een nieuwe of lege map, zodat er niets verloren gaat.</translation>
</message>
<message>
<source>The workspace has no areas, so statistics of areas have no place in it. Import areas first.</source>
<translation>Het werkbestand heeft geen gebieden, dus statistieken van gebieden hebben er geen plaats in. Haal eerst gebieden binnen.</translation>
</message>
<message>
<source>None of the {count} areas of {source} is an area of the workspace: it has codes such as {theirs}, the workspace such as {ours}. State in the definition what to leave out of the codes: areas, remove. Nothing was changed.</source>
<translation>Geen van de {count} gebieden van {source} is een gebied van het werkbestand: de codes zijn daar als {theirs}, in het werkbestand als {ours}. Zeg in de definitie wat er van de codes af moet: areas, remove. Er is niets gewijzigd.</translation>
</message>
<message>
<source>{count} of {all} areas of {source} are no areas of the workspace, such as {codes}.</source>
<translation>{count} van de {all} gebieden van {source} zijn geen gebieden van het werkbestand, zoals {codes}.</translation>
</message>
<message>
<source>{statistic}: {count} values are suppressed by the publisher; they stay unknown and are no zeros.</source>
<translation>{statistic}: {count} waarden zijn door de uitgever onderdrukt; ze blijven onbekend en zijn geen nul.</translation>
</message>
<message>
<source>{statistic}: {years} is left out, because not all of its {parts} parts have been published.</source>
<translation>{statistic}: {years} doet niet mee, omdat nog niet alle {parts} delen ervan zijn gepubliceerd.</translation>
</message>
<message>
<source>The column {column} is no id: {rows} rows have only {distinct} different values in it. Name another column as id in the mapping, or none.</source>
<translation>De kolom {column} is geen id: {rows} rijen hebben er maar {distinct} verschillende waarden in. Noem een andere kolom als id in de veldtoewijzing, of geen.</translation>
</message>
<message>
<source>No record has coordinates that are possible in {crs}. Check the columns and the CRS of the mapping.</source>
<translation>Geen enkele rij heeft coördinaten die mogelijk zijn in {crs}. Controleer de kolommen en het CRS van de veldtoewijzing.</translation>
</message>
<message>
<source>no coordinates: its address is looked up when the source is collected, not here</source>
<translation>geen coördinaten: het adres wordt opgezocht bij het verzamelen van de bron, niet hier</translation>
</message>
<message>
<source>{count} of {known} points would lie where they are expected if their two coordinates changed places. If the source has them the wrong way round, write under “fields”: {x} and {y}.</source>
<translation>{count} van {known} punten zouden liggen waar ze worden verwacht als hun twee coördinaten werden verwisseld. Staan ze in de bron verkeerd om, schrijf dan onder “fields”: {x} en {y}.</translation>
</message>
<message>
<source>{count} of {known} points would lie where they are expected if their two coordinates changed places. If the source has them the wrong way round, write “axes: {axes}” in the entry of {field}.</source>
<translation>{count} van {known} punten zouden liggen waar ze worden verwacht als hun twee coördinaten werden verwisseld. Staan ze in de bron verkeerd om, schrijf dan “axes: {axes}” bij {field}.</translation>
</message>
<message>
<source>IGH panel</source>
<translation>IGH-paneel</translation>
</message>
<message>
<source>Build a theme…</source>
<translation>Thema opbouwen…</translation>
</message>
<message>
<source>Theme editor…</source>
<translation>Themabewerker…</translation>
</message>
<message>
<source>New source…</source>
<translation>Nieuwe bron…</translation>
</message>
<message>
<source>Change a source…</source>
<translation>Een bron wijzigen…</translation>
</message>
<message>
<source>Make the sample city…</source>
<translation>Voorbeeldstad maken…</translation>
</message>
<message>
<source>Options of IGH…</source>
<translation>Opties van IGH…</translation>
</message>
<message>
<source>“{path}” need the year they are of: year</source>
<translation>“{path}” hebben het jaar nodig waarvan ze zijn: year</translation>
</message>
<message>
<source>“{path}” of the type wfs needs the name of a layer: layer</source>
<translation>“{path}” van het type wfs heeft de naam van een laag nodig: layer</translation>
</message>
<message>
<source>this QGIS has no driver of GDAL for such databases ({drivers})</source>
<translation>deze QGIS heeft geen stuurprogramma van GDAL voor zulke databases ({drivers})</translation>
</message>
<message>
<source>there is no ODBC driver {driver} on this computer; there are: {installed}</source>
<translation>er is geen ODBC-stuurprogramma {driver} op deze computer; wel: {installed}</translation>
</message>
<message>
<source>there is no file {file}</source>
<translation>er is geen bestand {file}</translation>
</message>
<message>
<source>no reason is given, the name, the ODBC driver, the user or the password may be wrong</source>
<translation>er wordt geen reden gegeven; de naam, het ODBC-stuurprogramma, de gebruiker of het wachtwoord kan onjuist zijn</translation>
</message>
<message>
<source>a user or password with one of these characters cannot be handed on to it: {characters}</source>
<translation>een gebruiker of wachtwoord met een van deze tekens kan er niet aan worden doorgegeven: {characters}</translation>
</message>
<message>
<source>there is no table {table}; there are: {tables}</source>
<translation>er is geen tabel {table}; wel: {tables}</translation>
</message>
<message>
<source>the name of the table {table} would need quotes; state a query in its place</source>
<translation>de naam van de tabel {table} zou aanhalingstekens nodig hebben; geef in plaats daarvan een query op</translation>
</message>
<message>
<source>two columns are called {column}; give one another name in a query (AS)</source>
<translation>twee kolommen heten {column}; geef er een een andere naam in een query (AS)</translation>
</message>
<message>
<source>the column {field}, by which the source is refreshed, holds no dates such as 2026-01-31; make it one in a query, or leave “field” out</source>
<translation>de kolom {field}, waarmee de bron wordt ververst, bevat geen datums zoals 2026-01-31; maak er in een query een datum van, of laat “field” weg</translation>
</message>
<message>
<source>the column {column} holds more than its type of number can, and would be cut; make it text in a query: CAST({column} AS VARCHAR(100))</source>
<translation>de kolom {column} bevat meer dan haar getaltype aankan en zou worden afgekapt; maak er in een query tekst van: CAST({column} AS VARCHAR(100))</translation>
</message>
<message>
<source>There is no mapping file {file}.</source>
<translation>Er is geen bestand {file} met een veldtoewijzing.</translation>
</message>
<message>
<source>{file} is not text in UTF-8. Save the mapping as UTF-8.</source>
<translation>{file} is geen tekst in UTF-8. Sla de veldtoewijzing op als UTF-8.</translation>
</message>
<message>
<source>“{path}” of the type odata gives statistics of areas: state grain: area_statistics</source>
<translation>“{path}” van het type odata geeft statistieken van gebieden: zeg grain: area_statistics</translation>
</message>
<message>
<source>“{path}”: this name is kept for the number of events; choose another</source>
<translation>“{path}”: deze naam is voorbehouden aan het aantal registraties; kies een andere</translation>
</message>
<message>
<source>“{path}” needs a column or a constant</source>
<translation>“{path}” heeft een kolom (column) of een vaste waarde (constant) nodig</translation>
</message>
<message>
<source>“{path}”: only times have a format</source>
<translation>“{path}”: alleen tijden hebben een datumformaat</translation>
</message>
<message>
<source>“{path}”: only times have a clock</source>
<translation>“{path}”: alleen tijden hebben een clock</translation>
</message>
<message>
<source>“{path}”: only category and subcategory have a code list</source>
<translation>“{path}”: alleen category en subcategory hebben een codelijst</translation>
</message>
<message>
<source>“{path}” needs a code list beside it: codelist</source>
<translation>“{path}” heeft een codelijst naast zich nodig: codelist</translation>
</message>
<message>
<source>“{path}”: only xy and wkt have axes</source>
<translation>“{path}”: alleen xy en wkt hebben axes</translation>
</message>
<message>
<source>“{path}”: {directive} is not known in a time format; possible are: {allowed}</source>
<translation>“{path}”: {directive} is niet bekend in een datumformaat; mogelijk zijn: {allowed}</translation>
</message>
<message>
<source>“{text}” is no name for a source: use small letters, digits and underscores</source>
<translation>“{text}” is geen naam voor een bron: gebruik kleine letters, cijfers en liggende streepjes</translation>
</message>
<message>
<source>the time zone “{text}” is not known; use a name such as Europe/Amsterdam or UTC</source>
<translation>de tijdzone “{text}” is niet bekend; gebruik een naam als Europe/Amsterdam of UTC</translation>
</message>
<message>
<source>“{text}” is no CRS such as EPSG:28992</source>
<translation>“{text}” is geen CRS zoals EPSG:28992</translation>
</message>
<message>
<source>“{path}” must be [xmin, ymin, xmax, ymax]</source>
<translation>“{path}” moet [xmin, ymin, xmax, ymax] zijn</translation>
</message>
<message>
<source>“{path}” must be a file name without a folder</source>
<translation>“{path}” moet een bestandsnaam zonder map zijn</translation>
</message>
<message>
<source>the encoding “{text}” is not known</source>
<translation>de codering “{text}” is niet bekend</translation>
</message>
<message>
<source>“{path}” must be a single character, or “tab”</source>
<translation>“{path}” moet één teken zijn, of “tab”</translation>
</message>
<message>
<source>“{path}” must say where a record lies: x and y together, or wkt, or xy</source>
<translation>“{path}” moet zeggen waar een rij ligt: x en y samen, of wkt, of xy</translation>
</message>
<message>
<source>a place_summary sums up many events and has no time: “{name}” cannot be mapped</source>
<translation>een place_summary telt veel registraties op en heeft geen tijd: “{name}” kan niet worden toegewezen</translation>
</message>
<message>
<source>“{name}” is named as personal and mapped as well; a personal column is never taken</source>
<translation>“{name}” staat bij personal en is ook toegewezen; een kolom met persoonsgegevens wordt nooit overgenomen</translation>
</message>
<message>
<source>there is no code list “{text}”; possible are: {allowed}</source>
<translation>er is geen codelijst “{text}”; mogelijk zijn: {allowed}</translation>
</message>
<message>
<source>comma</source>
<translation>komma</translation>
</message>
<message>
<source>semicolon</source>
<translation>puntkomma</translation>
</message>
<message>
<source>tab</source>
<translation>tabteken</translation>
</message>
<message>
<source>bar</source>
<translation>verticale streep</translation>
</message>
<message>
<source>{file}: encoding {encoding}, separator {separator}, {columns} columns, first line is a header.</source>
<translation>{file}: codering {encoding}, scheidingsteken {separator}, {columns} kolommen, de eerste regel is de kopregel.</translation>
</message>
<message>
<source>{file}: encoding {encoding}, separator {separator}, {columns} columns, no header: the columns are called column_1, column_2 and so on.</source>
<translation>{file}: codering {encoding}, scheidingsteken {separator}, {columns} kolommen, geen kopregel: de kolommen heten column_1, column_2 enzovoort.</translation>
</message>
<message>
<source>{file} is not written in {encoding} (near line {line}). State another encoding in the mapping.</source>
<translation>{file} is niet geschreven in {encoding} (bij regel {line}). Geef een andere codering op in de veldtoewijzing.</translation>
</message>
<message>
<source>{file} cannot be read after line {line}: {reason}.</source>
<translation>{file} kan na regel {line} niet worden gelezen: {reason}.</translation>
</message>
<message>
<source>{file}, line {line}: a quote opens in this row and never closes. Mend the file, or export it once more.</source>
<translation>{file}, regel {line}: in deze rij begint een aanhalingsteken dat nooit sluit. Herstel het bestand, of exporteer het opnieuw.</translation>
</message>
<message>
<source>{file} is no zip file that can be opened.</source>
<translation>{file} is geen zip-bestand dat kan worden geopend.</translation>
</message>
<message>
<source>{file} holds no text file (.csv, .txt, .tsv).</source>
<translation>{file} bevat geen tekstbestand (.csv, .txt, .tsv).</translation>
</message>
<message>
<source>{file} is empty.</source>
<translation>{file} is leeg.</translation>
</message>
<message>
<source>{file} cannot be read: {reason}.</source>
<translation>{file} kan niet worden gelezen: {reason}.</translation>
</message>
<message>
<source>{file} has {count} columns; at most {most} are possible.</source>
<translation>{file} heeft {count} kolommen; er zijn er hoogstens {most} mogelijk.</translation>
</message>
<message>
<source>{source}: its file cannot be kept in {folder} while it is read: {reason}. Make room there. Nothing was changed.</source>
<translation>{source}: het bestand kan tijdens het lezen niet in {folder} worden bewaard: {reason}. Maak daar ruimte. Er is niets gewijzigd.</translation>
</message>
<message>
<source>There is no file with rules at {file}.</source>
<translation>Er is geen bestand met regels op {file}.</translation>
</message>
<message>
<source>{file} is not text in UTF-8. Save the rules as UTF-8.</source>
<translation>{file} is geen tekst in UTF-8. Sla de regels op als UTF-8.</translation>
</message>
<message>
<source>“{path}” holds no rule</source>
<translation>“{path}” bevat geen regel</translation>
</message>
<message>
<source>“{path}” needs “main” or “categories”</source>
<translation>“{path}” heeft “main” of “categories” nodig</translation>
</message>
<message>
<source>“{path}” names {text}, which the rule “{owner}” names already</source>
<translation>“{path}” noemt {text}, die de regel “{owner}” al noemt</translation>
</message>
<message>
<source>“{path}” needs “{name}”</source>
<translation>“{path}” heeft “{name}” nodig</translation>
</message>
<message>
<source>“{path}” must be the ids of two sources</source>
<translation>“{path}” moet de ids van twee bronnen zijn</translation>
</message>
<message>
<source>“{path}” must be a number above zero</source>
<translation>“{path}” moet een getal boven nul zijn</translation>
</message>
<message>
<source>“{path}” is {limit}, less than the {bound} within which two reports are linked</source>
<translation>“{path}” is {limit}, minder dan de {bound} waarbinnen twee meldingen worden gekoppeld</translation>
</message>
<message>
<source>There is no file or folder {path}.</source>
<translation>Er is geen bestand of map {path}.</translation>
</message>
<message>
<source>The folder {path} has no file {pattern}.</source>
<translation>In de map {path} staat geen bestand {pattern}.</translation>
</message>
<message>
<source>“{path}” needs the columns of the address, or the field address</source>
<translation>“{path}” heeft de kolommen van het adres nodig, of het veld address</translation>
</message>
<message>
<source>“{path}”: the name {name} is kept for the score of looked up addresses</source>
<translation>“{path}”: de naam {name} is bestemd voor de score van opgezochte adressen</translation>
</message>
<message>
<source>“{path}” must be written like “gemeentenaam:Amsterdam”; before the colon are possible: {allowed}</source>
<translation>“{path}” moet geschreven zijn als “gemeentenaam:Amsterdam”; vóór de dubbele punt zijn mogelijk: {allowed}</translation>
</message>
<message>
<source>“{path}” must be 0 or more</source>
<translation>“{path}” moet 0 of meer zijn</translation>
</message>
<message>
<source>{field} is taken from “{column}”.</source>
<translation>{field} komt uit “{column}”.</translation>
</message>
<message>
<source>No column looks like a category: all events are of one category.</source>
<translation>Geen kolom lijkt op een categorie: alle registraties krijgen dezelfde categorie.</translation>
</message>
<message>
<source>No column looks like a time: the events are undated.</source>
<translation>Geen kolom lijkt op een tijd: de registraties hebben geen datum.</translation>
</message>
<message>
<source>No time zone is stated: the times are taken as local wall time, as they are written. State the zones in the mapping if the file holds UTC.</source>
<translation>Er is geen tijdzone vermeld: de tijden gelden als plaatselijke kloktijd, zoals ze er staan. Geef de zones op in de veldtoewijzing als het bestand UTC bevat.</translation>
</message>
<message>
<source>Taken for personal, and never stored: {columns}.</source>
<translation>Als persoonsgegeven aangemerkt, en nooit opgeslagen: {columns}.</translation>
</message>
<message>
<source>{file}: the coordinates in {columns} are neither degrees nor Dutch RD metres. State the CRS.</source>
<translation>{file}: de coördinaten in {columns} zijn geen graden en geen RD-meters. Geef het CRS op.</translation>
</message>
<message>
<source>{file}: no columns with coordinates were recognised among: {columns}. Write a mapping that names them.</source>
<translation>{file}: geen kolommen met coördinaten herkend in: {columns}. Schrijf een veldtoewijzing die ze noemt.</translation>
</message>
<message>
<source>The coordinates are taken as {crs}, by their range.</source>
<translation>De coördinaten gelden als {crs}, op grond van hun bereik.</translation>
</message>
<message>
<source>only addresses that begin with http:// or https:// are opened</source>
<translation>alleen adressen die met http:// of https:// beginnen worden geopend</translation>
</message>
<message>
<source>the server sends us on to an address that is not safe to follow</source>
<translation>de server verwijst door naar een adres dat niet veilig te volgen is</translation>
</message>
<message>
<source>the server keeps sending us on to another address</source>
<translation>de server blijft naar een ander adres doorverwijzen</translation>
</message>
<message>
<source>the server answers {status}: {said}</source>
<translation>de server antwoordt {status}: {said}</translation>
</message>
<message>
<source>the server answers {status} without a reason</source>
<translation>de server antwoordt {status} zonder reden</translation>
</message>
<message>
<source>the server answers {status} (asked {tries} times): {said}</source>
<translation>de server antwoordt {status} ({tries} keer gevraagd): {said}</translation>
</message>
<message>
<source>the server is busy and asks to come back in {seconds} seconds</source>
<translation>de server is bezet en vraagt over {seconds} seconden terug te komen</translation>
</message>
<message>
<source>the server asks for a login of the kind {kind}, which cannot be used here; ask its owner for a key</source>
<translation>de server vraagt om een aanmelding van de soort {kind}, die hier niet gebruikt kan worden; vraag de beheerder om een sleutel</translation>
</message>
<message>
<source>the answer broke off after {bytes} bytes (tried {tries} times)</source>
<translation>het antwoord brak af na {bytes} bytes ({tries} keer geprobeerd)</translation>
</message>
<message>
<source>the answer is damaged and cannot be unpacked</source>
<translation>het antwoord is beschadigd en kan niet worden uitgepakt</translation>
</message>
<message>
<source>the answer is larger than {limit} MiB, or unpacks without end</source>
<translation>het antwoord is groter dan {limit} MiB, of wordt bij uitpakken eindeloos groot</translation>
</message>
<message>
<source>the answer comes too slowly ({pace} bytes a second)</source>
<translation>het antwoord komt te langzaam ({pace} bytes per seconde)</translation>
</message>
<message>
<source>the certificate of the server is not trusted: {reason}</source>
<translation>het certificaat van de server wordt niet vertrouwd: {reason}</translation>
</message>
<message>
<source>no answer came within {seconds} seconds (tried {tries} times)</source>
<translation>er kwam geen antwoord binnen {seconds} seconden ({tries} keer geprobeerd)</translation>
</message>
<message>
<source>there is no connection to {host} (tried {tries} times): {reason}</source>
<translation>er is geen verbinding met {host} ({tries} keer geprobeerd): {reason}</translation>
</message>
<message>
<source>the server sent a web page instead of data, perhaps a login page: {said}</source>
<translation>de server stuurde een webpagina in plaats van gegevens, misschien een aanmeldpagina: {said}</translation>
</message>
<message>
<source>the answer is not JSON ({kind})</source>
<translation>het antwoord is geen JSON ({kind})</translation>
</message>
<message>
<source>the answer is not whole JSON</source>
<translation>het antwoord is geen hele JSON</translation>
</message>
<message>
<source>the answer is empty</source>
<translation>het antwoord is leeg</translation>
</message>
<message>
<source>the server gave up halfway: {said}</source>
<translation>de server gaf het halverwege op: {said}</translation>
</message>
<message>
<source>the answer ends in the middle of a row</source>
<translation>het antwoord eindigt midden in een rij</translation>
</message>
<message>
<source>only {rows} of {count} records came</source>
<translation>er kwamen maar {rows} van de {count} records</translation>
</message>
<message>
<source>the answer is not delimited text ({kind})</source>
<translation>het antwoord is geen tekst met scheidingstekens ({kind})</translation>
</message>
<message>
<source>the answer is in {given}, not in {asked} as was asked</source>
<translation>het antwoord is in {given}, niet in {asked} zoals gevraagd</translation>
</message>
<message>
<source>the answer is no collection of features</source>
<translation>het antwoord is geen verzameling objecten</translation>
</message>
<message>
<source>the server's pages hold the same record twice, so others may be missing; name a column of the source as id to have them in order</source>
<translation>de pagina's van de server bevatten hetzelfde record twee keer, dus er kunnen andere ontbreken; noem een kolom van de bron als id, dan komen ze op volgorde</translation>
</message>
<message>
<source>the server gives no pages and does not say how many records there are, so nobody can tell whether these are all; state expected_size in the definition to take them</source>
<translation>de server geeft geen pagina's en zegt niet hoeveel records er zijn, dus niemand kan zien of dit alles is; noem expected_size in de definitie om ze toch te nemen</translation>
</message>
<message>
<source>the server does not say how long its answer is, so nobody can tell whether it is whole; state expected_size in the definition to take it</source>
<translation>de server zegt niet hoe lang zijn antwoord is, zodat niemand kan zien of het heel is; geef expected_size op in de definitie om het te gebruiken</translation>
</message>
<message>
<source>a record came on two pages, so another may be missing: the pages lost their order</source>
<translation>een record kwam op twee pagina's, dus er kan een ander ontbreken: de pagina's raakten hun volgorde kwijt</translation>
</message>
<message>
<source>the server says: {said}</source>
<translation>de server zegt: {said}</translation>
</message>
<message>
<source>the answer is not whole XML ({reason})</source>
<translation>het antwoord is geen hele XML ({reason})</translation>
</message>
<message>
<source>the service has no layer {layer}; it has: {layers}</source>
<translation>de dienst heeft geen laag {layer}; wel: {layers}</translation>
</message>
<message>
<source>the service has these layers: {layers}</source>
<translation>de dienst heeft deze lagen: {layers}</translation>
</message>
<message>
<source>the layer is not offered in {asked}, but in: {offered}</source>
<translation>de laag wordt niet aangeboden in {asked}, wel in: {offered}</translation>
</message>
<message>
<source>the answer holds no rows where they were expected</source>
<translation>het antwoord bevat geen rijen waar die werden verwacht</translation>
</message>
<message>
<source>the address does not end in the name of a file that can be read ({known})</source>
<translation>het adres eindigt niet op de naam van een bestand dat te lezen is ({known})</translation>
</message>
<message>
<source>the answer is none that Locatieserver gives</source>
<translation>het antwoord is er geen zoals Locatieserver die geeft</translation>
</message>
<message>
<source>the server's next page leads back to one that was read</source>
<translation>de volgende pagina van de server leidt terug naar een die al gelezen is</translation>
</message>
<message>
<source>the server's next page is on another host ({host})</source>
<translation>de volgende pagina van de server staat op een andere host ({host})</translation>
</message>
<message>
<source>the proxy set in QGIS is a SOCKS proxy, which this Python cannot use</source>
<translation>de proxy die in QGIS is ingesteld is een SOCKS-proxy, die deze Python niet kan gebruiken</translation>
</message>
<message>
<source>{source}: {what} ({address}). {advice}</source>
<translation>{source}: {what} ({address}). {advice}</translation>
</message>
<message>
<source>Try again later; what was collected before is unchanged.</source>
<translation>Probeer het later opnieuw; wat eerder is verzameld, is ongewijzigd.</translation>
</message>
<message>
<source>Check the address of the source and the network connection.</source>
<translation>Controleer het adres van de bron en de netwerkverbinding.</translation>
</message>
<message>
<source>Check the address, the filter and the fields in the source's definition.</source>
<translation>Controleer het adres, het filter en de velden in de definitie van de bron.</translation>
</message>
<message>
<source>State the CRS of the answer as that of the source; degrees (CRS84) are EPSG:4326.</source>
<translation>Geef het CRS van het antwoord op als dat van de bron; graden (CRS84) zijn EPSG:4326.</translation>
</message>
<message>
<source>Name one of them as the layer of the source.</source>
<translation>Noem een ervan als laag van de bron.</translation>
</message>
<message>
<source>Check the credentials of this source in QGIS: Settings, Options, Authentication.</source>
<translation>Controleer de inloggegevens van deze bron in QGIS: Extra, Opties, Authenticatie.</translation>
</message>
<message>
<source>If the server is yours, add the certificate of its authority in QGIS: Settings, Options, Authentication, Manage certificates.</source>
<translation>Is de server van u, voeg dan het certificaat van de uitgever toe in QGIS: Extra, Opties, Authenticatie, Certificaten beheren.</translation>
</message>
<message>
<source>Install the driver, or have this computer know the database as an ODBC data source and state its name: odbc://name.</source>
<translation>Installeer het stuurprogramma, of maak de database op deze computer bekend als ODBC-gegevensbron en geef de naam op: odbc://naam.</translation>
</message>
<message>
<source>Narrow the filter of the source, or state a larger limit in its definition.</source>
<translation>Maak het filter van de bron nauwer, of noem een hogere grens in de definitie.</translation>
</message>
<message>
<source>the authentication store of QGIS is switched off</source>
<translation>de authenticatieopslag van QGIS staat uit</translation>
</message>
<message>
<source>the authentication store of QGIS is locked: set QGIS_AUTH_PASSWORD_FILE to the path of a file with its master password</source>
<translation>de authenticatieopslag van QGIS is vergrendeld: zet QGIS_AUTH_PASSWORD_FILE op het pad van een bestand met het hoofdwachtwoord</translation>
</message>
<message>
<source>there are no credentials with the id {id} in the authentication store of QGIS</source>
<translation>er zijn geen inloggegevens met het id {id} in de authenticatieopslag van QGIS</translation>
</message>
<message>
<source>credentials of the kind {kind} cannot be used here, only user and password, a header with a key, and OAuth2</source>
<translation>inloggegevens van de soort {kind} kunnen hier niet worden gebruikt, alleen gebruiker en wachtwoord, een header met een sleutel, en OAuth2</translation>
</message>
<message>
<source>QGIS could not make use of the credentials {id}</source>
<translation>QGIS kon de inloggegevens {id} niet gebruiken</translation>
</message>
<message>
<source>“{path}” has the tag {tag}; only plain data are read</source>
<translation>“{path}” heeft de tag {tag}; alleen gewone gegevens worden gelezen</translation>
</message>
<message>
<source>it is nested too deeply</source>
<translation>het is te diep genest</translation>
</message>
<message>
<source>the file is empty</source>
<translation>het bestand is leeg</translation>
</message>
<message>
<source>“{path}” must be a list of key: value</source>
<translation>“{path}” moet een lijst van sleutel: waarde zijn</translation>
</message>
<message>
<source>a key of “{path}” is not plain text</source>
<translation>een sleutel van “{path}” is geen gewone tekst</translation>
</message>
<message>
<source>“{path}” stands here a second time</source>
<translation>“{path}” staat hier een tweede keer</translation>
</message>
<message>
<source>“{path}” is not known here; possible are: {allowed}</source>
<translation>“{path}” is hier niet bekend; mogelijk zijn: {allowed}</translation>
</message>
<message>
<source>“{name}” is missing</source>
<translation>“{name}” ontbreekt</translation>
</message>
<message>
<source>“{path}” must be named with small letters, digits and underscores</source>
<translation>de naam “{path}” mag alleen kleine letters, cijfers en liggende streepjes hebben</translation>
</message>
<message>
<source>“{path}” must be a single value</source>
<translation>“{path}” moet één waarde zijn</translation>
</message>
<message>
<source>“{path}” is empty</source>
<translation>“{path}” is leeg</translation>
</message>
<message>
<source>“{path}” is “{text}”; possible are: {allowed}</source>
<translation>“{path}” is “{text}”; mogelijk zijn: {allowed}</translation>
</message>
<message>
<source>“{path}” must hold numbers only</source>
<translation>“{path}” mag alleen getallen bevatten</translation>
</message>
<message>
<source>“{path}” must be {count} numbers</source>
<translation>“{path}” moet uit {count} getallen bestaan</translation>
</message>
<message>
<source>“{path}” must be a whole number, 1 or more</source>
<translation>“{path}” moet een heel getal zijn, 1 of meer</translation>
</message>
<message>
<source>“{path}” must be a whole number from {least} to {most}</source>
<translation>“{path}” moet een geheel getal van {least} tot en met {most} zijn</translation>
</message>
<message>
<source>{file}, line {line}: {reason}.</source>
<translation>{file}, regel {line}: {reason}.</translation>
</message>
<message>
<source>the table has no property {name}; it has: {offered}</source>
<translation>de tabel heeft geen onderwerp {name}; wel: {offered}</translation>
</message>
<message>
<source>the table has several properties {name}: {offered}; name one of them</source>
<translation>de tabel heeft meer onderwerpen {name}: {offered}; noem er een</translation>
</message>
<message>
<source>the table has no dimension {name}; it has: {offered}</source>
<translation>de tabel heeft geen dimensie {name}; wel: {offered}</translation>
</message>
<message>
<source>the dimension {dimension} has no member {name}; it has: {offered}</source>
<translation>de dimensie {dimension} heeft geen lid {name}; wel: {offered}</translation>
</message>
<message>
<source>{statistic} does not say which member of the dimension {dimension} is meant, and totals stand among its parts; state one in “where”: {offered}</source>
<translation>{statistic} zegt niet welk lid van de dimensie {dimension} is bedoeld, en er staan totalen tussen de delen; noem er een bij “where”: {offered}</translation>
</message>
<message>
<source>the property {name} of {area} is “{value}”, which is no number</source>
<translation>de eigenschap {name} van {area} is “{value}”, en dat is geen getal</translation>
</message>
<message>
<source>the table holds no numbers of areas that begin with {starts}</source>
<translation>de tabel heeft geen getallen van gebieden die beginnen met {starts}</translation>
</message>
<message>
<source>the database says: {said}</source>
<translation>de database zegt: {said}</translation>
</message>
<message>
<source>there is no connection to the database: {said}</source>
<translation>er is geen verbinding met de database: {said}</translation>
</message>
<message>
<source>the connection to the database broke after {rows} records: {said}</source>
<translation>de verbinding met de database brak af na {rows} records: {said}</translation>
</message>
<message>
<source>there is no column {field}, by which the source is refreshed; there are: {columns}</source>
<translation>er is geen kolom {field}, waarmee de bron wordt ververst; wel: {columns}</translation>
</message>
<message>
<source>“{path}”: a sum needs a field of the type number, and nothing else has one</source>
<translation>“{path}”: een som heeft een veld van het type number nodig, en niets anders heeft er een</translation>
</message>
<message>
<source>“{path}” needs a connection beside it</source>
<translation>“{path}” heeft een verbinding (connection) ernaast nodig</translation>
</message>
<message>
<source>“{path}” needs the parameter that asks for a part by date: connection, since</source>
<translation>“{path}” heeft de parameter nodig die een deel op datum vraagt: connection, since</translation>
</message>
<message>
<source>“{path}” must be the least and the most records</source>
<translation>“{path}” moet het minste en het meeste aantal records zijn</translation>
</message>
<message>
<source>“{path}” must be a number of days, 0 or more</source>
<translation>“{path}” moet een aantal dagen zijn, 0 of meer</translation>
</message>
<message>
<source>“{path}” needs a table or a query, one of the two</source>
<translation>“{path}” heeft een tabel (table) of een vraag (query) nodig, een van de twee</translation>
</message>
<message>
<source>“{path}” is only for a database</source>
<translation>“{path}” is alleen voor een database</translation>
</message>
<message>
<source>“{path}” is not for the type {type}; possible are: {allowed}</source>
<translation>“{path}” is niet voor het type {type}; mogelijk zijn: {allowed}</translation>
</message>
<message>
<source>“{path}” must be one statement that begins with SELECT or WITH</source>
<translation>“{path}” moet één opdracht zijn die met SELECT of WITH begint</translation>
</message>
<message>
<source>“{path}” must be of the form {shapes}, and hold no user, password or key: those belong in the authentication store of QGIS, and their id in “credentials”</source>
<translation>“{path}” moet de vorm {shapes} hebben, zonder gebruiker, wachtwoord of sleutel: die horen in de authenticatieopslag van QGIS, en hun id in “credentials”</translation>
</message>
<message>
<source>“{path}” is only for mssql://</source>
<translation>“{path}” is alleen voor mssql://</translation>
</message>
<message>
<source>“{path}” must hold no semicolon and no curly bracket</source>
<translation>“{path}” mag geen puntkomma en geen accolade bevatten</translation>
</message>
<message>
<source>“{path}” must only read; put the name {word} in quotes if it is one</source>
<translation>“{path}” mag alleen lezen; zet de naam {word} tussen aanhalingstekens als het een naam is</translation>
</message>
<message>
<source>“{path}” must begin with {schemes} and hold no user, password or key: those belong in the authentication store of QGIS, and their id in “credentials”</source>
<translation>“{path}” moet met {schemes} beginnen en mag geen gebruiker, wachtwoord of sleutel bevatten: die horen in de authenticatieopslag van QGIS, en hun id in “credentials”</translation>
</message>
<message>
<source>“{path}” sounds like a secret: put it in the authentication store of QGIS and its id in “credentials”</source>
<translation>“{path}” klinkt als een geheim: zet het in de authenticatieopslag van QGIS en het id in “credentials”</translation>
</message>
<message>
<source>{source} is being collected by another program at this moment. Wait until it is done; nothing was changed.</source>
<translation>{source} wordt op dit moment door een ander programma verzameld. Wacht tot dat klaar is; er is niets gewijzigd.</translation>
</message>
<message>
<source>{file}: {rows} records, {columns} columns.</source>
<translation>{file}: {rows} records, {columns} kolommen.</translation>
</message>
<message>
<source>“{path}”: statistics of areas are read from a connection of the type odata</source>
<translation>“{path}”: statistieken van gebieden worden gelezen uit een verbinding van het type odata</translation>
</message>
<message>
<source>“{path}” needs a dimension, or the one year of the table: year</source>
<translation>“{path}” heeft een dimensie nodig, of het ene jaar van de tabel: year</translation>
</message>
<message>
<source>{file} cannot be read by this GDAL: {reason}.</source>
<translation>{file} kan door deze GDAL niet worden gelezen: {reason}.</translation>
</message>
<message>
<source>{file} has no layer {layer}; it has: {layers}.</source>
<translation>{file} heeft geen laag {layer}; wel: {layers}.</translation>
</message>
<message>
<source>{file} has several layers with records: {layers}. State in the mapping which one: layer: {first}.</source>
<translation>{file} heeft meer dan één laag met records: {layers}. Zeg in de veldtoewijzing welke: layer: {first}.</translation>
</message>
<message>
<source>{file} cannot be read after record {row}: {reason}.</source>
<translation>{file} kan na record {row} niet worden gelezen: {reason}.</translation>
</message>
<message>
<source>{file}: {kind}, {rows} records, {columns} columns, CRS {crs}.</source>
<translation>{file}: {kind}, {rows} records, {columns} kolommen, CRS {crs}.</translation>
</message>
<message>
<source>Background</source>
<translation>Achtergrond</translation>
</message>
<message>
<source>Borders and names</source>
<translation>Grenzen en namen</translation>
</message>
<message>
<source>Neighbourhoods</source>
<translation>Buurten</translation>
</message>
<message>
<source>Quarters</source>
<translation>Wijken</translation>
</message>
<message>
<source>Districts</source>
<translation>Stadsdelen</translation>
</message>
<message>
<source>Land</source>
<translation>Land</translation>
</message>
<message>
<source>Base map</source>
<translation>Achtergrondkaart</translation>
</message>
<message>
<source>Computing level {level}</source>
<translation>Niveau {level} wordt berekend</translation>
</message>
<message>
<source>Strongest hot spots</source>
<translation>Sterkste hotspots</translation>
</message>
<message>
<source>The rates of the {units} cells with a denominator differ no more than by chance: no place stands out.</source>
<translation>De verhoudingen van de {units} cellen met een noemer verschillen niet meer dan door toeval: geen plek valt op.</translation>
</message>
<message>
<source>No place stands out: where cells of {size} m are significant they hold fewer than {least} events.</source>
<translation>Geen plek springt eruit: waar cellen van {size} m significant zijn, bevatten ze minder dan {least} registraties.</translation>
</message>
<message>
<source>No place stands out: none of the {units} cells of {size} m is significant after correction.</source>
<translation>Geen plek valt op: geen van de {units} cellen van {size} m is significant na correctie.</translation>
</message>
<message>
<source>One hot spot, {area} % of the {units} cells of {size} m, holds {share} % of the total: {name}.</source>
<translation>Eén hotspot, {area} % van de {units} cellen van {size} m, heeft {share} % van het totaal: {name}.</translation>
</message>
<message>
<source>{places} hot spots, {area} % of the {units} cells of {size} m, hold {share} % of the total; strongest: {name}.</source>
<translation>{places} hotspots, {area} % van de {units} cellen van {size} m, hebben {share} % van het totaal; de sterkste: {name}.</translation>
</message>
<message>
<source>There is no theme {theme}. There are: {themes}.</source>
<translation>Er is geen thema {theme}. Wel: {themes}.</translation>
</message>
<message>
<source>{file} is larger than a megabyte: that is no theme.</source>
<translation>{file} is groter dan een megabyte: dat is geen thema.</translation>
</message>
<message>
<source>{file} cannot be read: {reason}</source>
<translation>{file} kan niet worden gelezen: {reason}</translation>
</message>
<message>
<source>“{path}” may have small letters, digits and underscores only</source>
<translation>“{path}” mag alleen kleine letters, cijfers en liggende streepjes hebben</translation>
</message>
<message>
<source>each of “{path}” needs an id of its own</source>
<translation>elk van “{path}” heeft een eigen id nodig</translation>
</message>
<message>
<source>“{path}” of a count that is judged later would leave out the newest events</source>
<translation>“{path}” van een telling die pas later wordt beoordeeld zou de nieuwste registraties weglaten</translation>
</message>
<message>
<source>“{path}” of a count have no denominator: name the count as value alone</source>
<translation>“{path}” van een telling hebben geen denominator: noem alleen de telling als value</translation>
</message>
<message>
<source>“{path}” needs at least one level</source>
<translation>“{path}” heeft minstens één niveau nodig</translation>
</message>
<message>
<source>“{path}” is judged only after some days, and its newest periods would have too few: divide it by events or another count</source>
<translation>“{path}” wordt pas na enkele dagen beoordeeld, en de nieuwste perioden zouden er te weinig hebben: deel haar door events of een andere telling</translation>
</message>
<message>
<source>“{path}” needs an indicator of one of these kinds, without grain and levels: {kinds}</source>
<translation>“{path}” heeft een indicator nodig van een van deze soorten, zonder grain en levels: {kinds}</translation>
</message>
<message>
<source>“{path}” is the name of a column of the layer of areas: choose another</source>
<translation>“{path}” is de naam van een kolom van de laag met gebieden: kies een andere</translation>
</message>
<message>
<source>“{path}” does not belong to an indicator of kind {kind}</source>
<translation>“{path}” hoort niet bij een indicator van soort {kind}</translation>
</message>
<message>
<source>a share, a rate and a location quotient need a denominator, coverage may have one, other kinds have none</source>
<translation>een share, een rate en een location_quotient hebben een denominator nodig, coverage mag er een hebben, andere soorten hebben er geen</translation>
</message>
<message>
<source>“{path}” of a median or p90 is {name}</source>
<translation>“{path}” van een median of p90 is {name}</translation>
</message>
<message>
<source>“{path}”: {name} belongs to a median or p90</source>
<translation>“{path}”: {name} hoort bij een median of p90</translation>
</message>
<message>
<source>“{path}” must be more than 0</source>
<translation>“{path}” moet meer dan 0 zijn</translation>
</message>
<message>
<source>“{path}” needs an indicator and its weight</source>
<translation>“{path}” heeft een indicator en zijn gewicht nodig</translation>
</message>
<message>
<source>“{path}” names {name}; possible are: {possible}</source>
<translation>“{path}” noemt {name}; mogelijk zijn: {possible}</translation>
</message>
<message>
<source>“{path}” needs a direction: low_is_good or high_is_good</source>
<translation>“{path}” heeft een richting nodig: low_is_good of high_is_good</translation>
</message>
<message>
<source>“{path}” must be a multiple of {base} m, such as 50, 100, 125, 250</source>
<translation>“{path}” moet een veelvoud van {base} m zijn, zoals 50, 100, 125 of 250</translation>
</message>
<message>
<source>No event in this period has a category.</source>
<translation>Geen registratie in deze periode heeft een categorie.</translation>
</message>
<message>
<source>a year before</source>
<translation>een jaar eerder</translation>
</message>
<message>
<source>The data do not reach back a year: compared with the period before.</source>
<translation>De gegevens reiken geen jaar terug: vergeleken met de vorige periode.</translation>
</message>
<message>
<source>This is the whole area: compared with the period before until an area is chosen.</source>
<translation>Dit is het hele gebied: vergeleken met de vorige periode tot een gebied is gekozen.</translation>
</message>
<message>
<source>This is {area} itself: compared with the period before until another area is chosen.</source>
<translation>Dit is {area} zelf: vergeleken met de vorige periode tot een ander gebied is gekozen.</translation>
</message>
<message>
<source>There is no area {area} to compare with: compared with the period before.</source>
<translation>Er is geen gebied {area} om mee te vergelijken: vergeleken met de vorige periode.</translation>
</message>
<message>
<source>You do not see all rows of what this is compared with: compared with the period before.</source>
<translation>U ziet niet alle regels van waarmee wordt vergeleken: vergeleken met de vorige periode.</translation>
</message>
<message>
<source>Areas differ in size: numbers are told and not judged.</source>
<translation>Gebieden verschillen in grootte: aantallen worden genoemd en niet beoordeeld.</translation>
</message>
<message>
<source>“{path}” needs a condition; possible are: {keys}</source>
<translation>“{path}” heeft een voorwaarde nodig; mogelijk zijn: {keys}</translation>
</message>
<message>
<source>“{path}” needs attribute and values together</source>
<translation>“{path}” heeft attribute en values samen nodig</translation>
</message>
<message>
<source>“{path}” must be more than 0 days</source>
<translation>“{path}” moet meer dan 0 dagen zijn</translation>
</message>
<message>
<source>“{path}” says where something returns: say within how many days, too (again_within)</source>
<translation>“{path}” zegt waar iets terugkomt: zeg ook binnen hoeveel dagen (again_within)</translation>
</message>
<message>
<source>“{path}” are two hours, from and to, such as [18, 24] or [22, 6]</source>
<translation>“{path}” zijn twee uren, van en tot, zoals [18, 24] of [22, 6]</translation>
</message>
<message>
<source>There are no areas, and the events name no street or place: there is nothing to rank.</source>
<translation>Er zijn geen gebieden, en de registraties noemen geen straat of plek: er valt niets te rangschikken.</translation>
</message>
<message>
<source>days</source>
<translation>dagen</translation>
</message>
<message>
<source>{told} They are those of {first} to {last}: what was selected since does not change them.</source>
<translation>{told} Het zijn die van {first} tot en met {last}: wat daarna is geselecteerd verandert ze niet.</translation>
</message>
<message>
<source>{told} They are those of all events: what was selected does not change them.</source>
<translation>{told} Het zijn die van alle registraties: wat is geselecteerd verandert ze niet.</translation>
</message>
<message>
<source>Nothing of this period is old enough to be judged (term: {days} d): choose a longer one.</source>
<translation>Niets van deze periode is oud genoeg om te beoordelen (termijn: {days} d): kies een langere.</translation>
</message>
<message>
<source>{n} areas together</source>
<translation>{n} gebieden samen</translation>
</message>
<message>
<source>{source} states no licence: do not publish.</source>
<translation>{source} vermeldt geen licentie: niet publiceren.</translation>
</message>
<message>
<source>This needs the rows of all areas, of which you see a part.</source>
<translation>Dit vraagt de rijen van alle gebieden, en daarvan ziet u een deel.</translation>
</message>
<message>
<source>Fewer than ten areas: a busiest tenth means nothing.</source>
<translation>Minder dan tien gebieden: een drukste tiende zegt dan niets.</translation>
</message>
<message>
<source>It would rest on fewer than {least}: too few to tell.</source>
<translation>Het zou op minder dan {least} berusten: te weinig om te zeggen.</translation>
</message>
<message>
<source>The source does not tell when anything was closed.</source>
<translation>De bron zegt niet wanneer iets is afgehandeld.</translation>
</message>
<message>
<source>inhabitants</source>
<translation>inwoners</translation>
</message>
<message>
<source>households</source>
<translation>huishoudens</translation>
</message>
<message>
<source>dwellings</source>
<translation>woningen</translation>
</message>
<message>
<source>addresses</source>
<translation>adressen</translation>
</message>
<message>
<source>waste containers</source>
<translation>afvalcontainers</translation>
</message>
<message>
<source>litter bins</source>
<translation>prullenbakken</translation>
</message>
<message>
<source>licensed venues</source>
<translation>horecazaken</translation>
</message>
<message>
<source>km² of terraces</source>
<translation>km² terras</translation>
</message>
<message>
<source>km² of shopping areas</source>
<translation>km² winkelgebied</translation>
</message>
<message>
<source>parking bays</source>
<translation>parkeervakken</translation>
</message>
<message>
<source>km of streets</source>
<translation>km straat</translation>
</message>
<message>
<source>trees</source>
<translation>bomen</translation>
</message>
<message>
<source>km² of green</source>
<translation>km² groen</translation>
</message>
<message>
<source>km² of water</source>
<translation>km² water</translation>
</message>
<message>
<source>The workspace has no events of this theme. These sources give them: {sources}. Use “Collect a source” (igh:collect) with its id, or “Collect events from files” (igh:collectfile) with the id as mapping.</source>
<translation>Het werkbestand bevat geen registraties van dit thema. Deze bronnen leveren ze: {sources}. Gebruik “Een bron verzamelen” (igh:collect) met de id ervan, of “Registraties verzamelen uit bestanden” (igh:collectfile) met de id als veldtoewijzing.</translation>
</message>
<message>
<source>The workspace has no events of this theme, and no source that is known here gives them. It needs a source of your own with the kinds {kinds} and categories such as {categories}.</source>
<translation>Het werkbestand bevat geen registraties van dit thema, en geen bron die hier bekend is levert ze. Nodig is een eigen bron met de soorten {kinds} en categorieën zoals {categories}.</translation>
</message>
<message>
<source>How many {statistics} the areas have is not known, so what is divided by it is left out. These sources tell it: {sources}. Use “Collect a source” (igh:collect) with its id.</source>
<translation>Hoeveel {statistics} de gebieden hebben is niet bekend; wat daardoor gedeeld wordt vervalt. Deze bronnen vertellen het: {sources}. Gebruik “Een bron verzamelen” (igh:collect) met de id ervan.</translation>
</message>
<message>
<source>How many {statistics} the areas have is not known, so what is divided by it is left out. Put it into the table area_statistics of the file with areas.</source>
<translation>Hoeveel {statistics} de gebieden hebben is niet bekend; wat daardoor gedeeld wordt vervalt. Zet het in de tabel area_statistics van het bestand met gebieden.</translation>
</message>
<message>
<source>Concentration</source>
<translation>Concentratie</translation>
</message>
<message>
<source>Fewer than three areas: there is nothing to compare.</source>
<translation>Minder dan drie gebieden: er valt niets te vergelijken.</translation>
</message>
<message>
<source>Nothing was counted in these areas in this period.</source>
<translation>In deze gebieden is in deze periode niets geteld.</translation>
</message>
<message>
<source>The project {file} could not be written.</source>
<translation>Het project {file} kon niet worden geschreven.</translation>
</message>
<message>
<source>The project {file} cannot be read: choose another file, or remove it.</source>
<translation>Het project {file} kan niet worden gelezen: kies een ander bestand, of verwijder het.</translation>
</message>
<message>
<source>Events without a time</source>
<translation>Registraties zonder tijd</translation>
</message>
<message>
<source>Groups of neighbouring cells that are hot at 95 % confidence or more, strongest first.</source>
<translation>Groepen aangrenzende cellen die warm zijn met 95 % zekerheid of meer, de sterkste eerst.</translation>
</message>
<message>
<source>Cells where high (hot) or low (cold) values lie together more than chance explains, by Getis-Ord Gi*.</source>
<translation>Cellen waar hoge (warm) of lage (koud) waarden vaker bij elkaar liggen dan toeval verklaart, volgens Getis-Ord Gi*.</translation>
</message>
<message>
<source>The leading figure of the theme by area, with its 95 % limits.</source>
<translation>De hoofdindicator van het thema per gebied, met de grenzen van 95 %.</translation>
</message>
<message>
<source>How much the leading figure of each area changed on the period before.</source>
<translation>Hoeveel de hoofdindicator per gebied veranderde ten opzichte van de vorige periode.</translation>
</message>
<message>
<source>The registrations themselves, as collected and cleaned.</source>
<translation>De registraties zelf, zoals verzameld en opgeschoond.</translation>
</message>
<message>
<source>Registrations whose time of occurrence is not known.</source>
<translation>Registraties waarvan niet bekend is wanneer iets gebeurde.</translation>
</message>
<message>
<source>The theme “{theme}” has not been built in {file} yet: run “Build a theme” first.</source>
<translation>Het thema “{theme}” is nog niet opgebouwd in {file}: voer eerst “Thema opbouwen” uit.</translation>
</message>
<message>
<source>Internal</source>
<translation>Intern</translation>
</message>
<message>
<source>District</source>
<translation>Stadsdeel</translation>
</message>
<message>
<source>Public</source>
<translation>Openbaar</translation>
</message>
<message>
<source>Outside all areas</source>
<translation>Buiten alle gebieden</translation>
</message>
<message>
<source>A publication tells counts by area, and the workspace has no areas: add areas first.</source>
<translation>Een publicatie meldt aantallen per gebied, en het werkbestand heeft geen gebieden: voeg eerst gebieden toe.</translation>
</message>
<message>
<source>There are no events of “{theme}” in the period of this level: there is nothing to publish.</source>
<translation>Er zijn geen registraties van “{theme}” in de periode van dit niveau: er is niets te publiceren.</translation>
</message>
<message>
<source>{source} states no licence: whether its data may be handed on to the public is not known. Ask its owner, state the licence in the definition of the source, or choose to publish without one.</source>
<translation>{source} noemt geen licentie: of de gegevens openbaar mogen worden is niet bekend. Vraag het de eigenaar, zet de licentie in de definitie van de bron, of kies voor publiceren zonder licentie.</translation>
</message>
<message>
<source>What earlier publications withheld (runs {runs}) could no longer be protected: nothing was published. Publish another level, or wait for the next period.</source>
<translation>Wat eerdere publicaties achterhielden (runs {runs}) kon niet meer worden beschermd: er is niets gepubliceerd. Publiceer een ander niveau, of wacht op de volgende periode.</translation>
</message>
<message>
<source>The areas of the publication of run {run} are no longer there: this one is not protected together with it.</source>
<translation>De gebieden van de publicatie van run {run} zijn er niet meer: deze is niet samen daarmee beschermd.</translation>
</message>
<message>
<source>“{indicator}” is not published: it is not made of counts of each area that can be protected.</source>
<translation>“{indicator}” wordt niet gepubliceerd: het is niet gemaakt van aantallen per gebied die te beschermen zijn.</translation>
</message>
<message>
<source>Events changed since “{theme}” was counted: build the theme again, and then publish it.</source>
<translation>Registraties zijn veranderd sinds “{theme}” is geteld: bouw het thema opnieuw, en publiceer het daarna.</translation>
</message>
<message>
<source>Counts from 1 to {last} are withheld, and others from which one could work these out. Of each count that is withheld, all that is published leaves open a range of at least {threshold}, also together with {earlier} earlier publications. Zero is told as zero, unless it would tell what was withheld earlier.</source>
<translation>Aantallen van 1 tot en met {last} zijn achtergehouden, en andere waaruit men deze kan afleiden. Van elk achtergehouden aantal laat alles wat gepubliceerd is een marge open van minstens {threshold}, ook samen met {earlier} eerdere publicaties. Nul wordt als nul gemeld, tenzij die zou verraden wat eerder is achtergehouden.</translation>
</message>
<message>
<source>Nothing is withheld: this is for internal use only.</source>
<translation>Niets is achtergehouden: alleen voor intern gebruik.</translation>
</message>
<message>
<source>There are no events of this theme in the workspace yet: collect its source first.</source>
<translation>Er staan nog geen registraties van dit thema in het werkbestand: verzamel eerst de bron ervan.</translation>
</message>
<message>
<source>Hour and weekday</source>
<translation>Uur en weekdag</translation>
</message>
<message>
<source>No event in this period has an hour.</source>
<translation>Geen registratie in deze periode heeft een uur.</translation>
</message>
<message>
<source>{file} is no zip that can be read: {reason}.</source>
<translation>{file} is geen zip die kan worden gelezen: {reason}.</translation>
</message>
<message>
<source>{file} is larger than {size} bytes: that is no theme. Nothing was taken over.</source>
<translation>{file} is groter dan {size} bytes: dat is geen thema. Er is niets overgenomen.</translation>
</message>
<message>
<source>{file} holds {n} files; a theme has two, theme.yaml and icon.svg. Nothing was taken over.</source>
<translation>{file} bevat {n} bestanden; een thema heeft er twee, theme.yaml en icon.svg. Er is niets overgenomen.</translation>
</message>
<message>
<source>{file} holds “{name}”, a path that leads outside its folder. Nothing was taken over.</source>
<translation>{file} bevat “{name}”, een pad dat buiten de map leidt. Er is niets overgenomen.</translation>
</message>
<message>
<source>{file} holds “{name}”, which is no plain file. Nothing was taken over.</source>
<translation>{file} bevat “{name}”, dat geen gewoon bestand is. Er is niets overgenomen.</translation>
</message>
<message>
<source>{file} holds “{name}”; a theme has theme.yaml and icon.svg in one folder only. Nothing was taken over.</source>
<translation>{file} bevat “{name}”; een thema heeft alleen theme.yaml en icon.svg, in één map. Er is niets overgenomen.</translation>
</message>
<message>
<source>{file} holds “{name}” twice. Nothing was taken over.</source>
<translation>{file} bevat “{name}” twee keer. Er is niets overgenomen.</translation>
</message>
<message>
<source>{file} has a password or is packed in an unusual way: pack it again as a plain zip.</source>
<translation>{file} heeft een wachtwoord of is ongewoon ingepakt: pak het opnieuw in als gewone zip.</translation>
</message>
<message>
<source>{file} holds no theme.yaml. Nothing was taken over.</source>
<translation>{file} bevat geen theme.yaml. Er is niets overgenomen.</translation>
</message>
<message>
<source>{file} is no text in UTF-8.</source>
<translation>{file} is geen tekst in UTF-8.</translation>
</message>
<message>
<source>{file} is no SVG that can be read: {reason}.</source>
<translation>{file} is geen SVG die kan worden gelezen: {reason}.</translation>
</message>
<message>
<source>{file} holds “{name}”, and an icon may hold shapes only. Save it as plain SVG, or leave it out.</source>
<translation>{file} bevat “{name}”, en een icoon mag alleen vormen bevatten. Bewaar het als gewone SVG, of laat het weg.</translation>
</message>
<message>
<source>{file} is nested too deeply for an icon.</source>
<translation>{file} is te diep genest voor een icoon.</translation>
</message>
<message>
<source>There is already a theme {theme}, in {folder}.</source>
<translation>Er is al een thema {theme}, in {folder}.</translation>
</message>
<message>
<source>The theme could not be saved: {reason}</source>
<translation>Het thema kon niet worden bewaard: {reason}</translation>
</message>
<message>
<source>Since the last briefing, {day}</source>
<translation>Sinds de laatste briefing, {day}</translation>
</message>
<message>
<source>What is new</source>
<translation>Wat er nieuw is</translation>
</message>
<message>
<source>No briefing of this theme is kept in the workspace yet: once one is made, hot spots are compared with those it showed.</source>
<translation>Er is in de werkruimte nog geen briefing van dit thema bewaard: zodra er een is gemaakt, worden hotspots vergeleken met die in de briefing.</translation>
</message>
<message>
<source>The briefing is not kept in the workspace to compare the next one with: {reason}</source>
<translation>De briefing is niet in de werkruimte bewaard om de volgende mee te vergelijken: {reason}</translation>
</message>
<message>
<source>Nothing new.</source>
<translation>Niets nieuws.</translation>
</message>
<message>
<source>The hot spots are those up to {day}, there are newer events: build the theme anew to see what changed.</source>
<translation>De hotspots zijn die tot en met {day}, er zijn nieuwere registraties: bouw het thema opnieuw om te zien wat er veranderde.</translation>
</message>
<message>
<source>The hot spots of the last briefing were of cells of {then} m, these are of {now} m: not compared.</source>
<translation>De hotspots van de laatste briefing waren van cellen van {then} m, deze zijn van {now} m: niet vergeleken.</translation>
</message>
<message>
<source>New hot spot: {name}, {n} events</source>
<translation>Nieuwe hotspot: {name}, {n} registraties</translation>
</message>
<message>
<source>Growing: {name}, {n} events in {days} days since, {before} in the {length} days before</source>
<translation>Groeit: {name}, {n} registraties in de {days} dagen sindsdien, {before} in de {length} dagen ervoor</translation>
</message>
<message>
<source>No longer a hot spot: {name}</source>
<translation>Geen hotspot meer: {name}</translation>
</message>
<message>
<source>{area}: {value} from {first} to {last}, more than its own past leads one to expect ({expected})</source>
<translation>{area}: {value} van {first} tot en met {last}, meer dan op grond van het eigen verleden te verwachten was ({expected})</translation>
</message>
<message>
<source>{area}: {value} from {first} to {last}, less than its own past leads one to expect ({expected})</source>
<translation>{area}: {value} van {first} tot en met {last}, minder dan op grond van het eigen verleden te verwachten was ({expected})</translation>
</message>
<message>
<source>and {n} more</source>
<translation>en nog {n}</translation>
</message>
<message>
<source>Several areas are called {area}. Give the code of the one you mean: {codes}.</source>
<translation>Meerdere gebieden heten {area}. Geef de code van het gebied dat u bedoelt: {codes}.</translation>
</message>
<message>
<source>There is no area {area}. Give a code or a name from one of the levels: {levels}.</source>
<translation>Er is geen gebied {area}. Geef een code of naam uit een van de niveaus: {levels}.</translation>
</message>
<message>
<source>The source sums up many events per place and gives no times of occurrence, so there is no trend and there are no hours.</source>
<translation>De bron telt per plek veel registraties op en geeft geen tijden, dus is er geen trend en zijn er geen uren.</translation>
</message>
<message>
<source>The source gives no times of occurrence, so there is no trend and there are no hours.</source>
<translation>De bron geeft geen tijden, dus is er geen trend en zijn er geen uren.</translation>
</message>
<message>
<source>{n} of the {total} events have no date: they are in no period, no trend and no hour.</source>
<translation>{n} van de {total} registraties hebben geen datum: ze staan in geen periode, geen trend en geen uur.</translation>
</message>
<message>
<source>{source} has events from {first} to {last} only: it does not cover the whole time shown.</source>
<translation>{source} heeft alleen registraties van {first} tot en met {last}: de bron beslaat niet de hele getoonde tijd.</translation>
</message>
<message>
<source>{n} events of {source} lie before {first} or after {last}, half a year or more from all others: wrong dates? They are in no trend.</source>
<translation>{n} registraties van {source} liggen vóór {first} of na {last}, een half jaar of meer van alle andere: verkeerde datums? Ze staan in geen trend.</translation>
</message>
<message>
<source>“{indicator}” leaves out {n} of {total}: for these not both sides of the division are known.</source>
<translation>“{indicator}” laat {n} van {total} weg: daarvan zijn niet beide kanten van de deling bekend.</translation>
</message>
<message>
<source>“{indicator}” leaves out {n} of {total}: too young to be judged (term: {days} d), or not known.</source>
<translation>“{indicator}” laat {n} van {total} weg: te jong om te beoordelen (termijn: {days} d), of niet bekend.</translation>
</message>
<message>
<source>You see a part of the city: what returned in an area that you do not see is not counted as returned.</source>
<translation>U ziet een deel van de stad: wat terugkwam in een gebied dat u niet ziet, telt niet als teruggekomen.</translation>
</message>
<message>
<source>Events of {source} changed after they were counted, and not everything shown here has them: use igh:combine, or build the theme again.</source>
<translation>Registraties van {source} zijn veranderd nadat ze geteld werden, en niet alles hier telt ze mee: gebruik igh:combine, of bouw het thema opnieuw.</translation>
</message>
<message>
<source>The theme was changed after its layers and hot spots were made: build it again, or they show what it declared before.</source>
<translation>Het thema is veranderd nadat zijn lagen en hotspots gemaakt zijn: bouw het opnieuw, anders tonen ze wat het eerder zei.</translation>
</message>
<message>
<source>All data, without times</source>
<translation>Alle gegevens, zonder tijden</translation>
</message>
<message>
<source>{address} is no address of a workspace. Write it as postgresql://server:5432/database?schema=igh&amp;authcfg=id, without a user or a password: the id is that of credentials in QGIS's authentication store.</source>
<translation>{address} is geen adres van een werkbestand. Schrijf het als postgresql://server:5432/database?schema=igh&amp;authcfg=id, zonder gebruiker of wachtwoord: de id is die van inloggegevens in de authenticatieopslag van QGIS.</translation>
</message>
<message>
<source>The credentials {authcfg} are not in QGIS's authentication store, or it is locked: unlock it, or choose other credentials.</source>
<translation>De inloggegevens {authcfg} staan niet in de authenticatieopslag van QGIS, of die is vergrendeld: ontgrendel hem, of kies andere inloggegevens.</translation>
</message>
<message>
<source>An id came twice while the source was read: its files or records changed meanwhile. Nothing was changed; start again.</source>
<translation>Een id kwam tweemaal terwijl de bron werd gelezen: de bestanden of records zijn ondertussen veranderd. Er is niets gewijzigd; begin opnieuw.</translation>
</message>
<message>
<source>{path} is on a network share ({kind}). A workspace cannot be written there: two programs could damage it. Choose a folder on this computer.</source>
<translation>{path} staat op een netwerkschijf ({kind}). Daar kan geen werkbestand worden geschreven: twee programma's kunnen het beschadigen. Kies een map op deze computer.</translation>
</message>
<message>
<source>Another program is writing to {path}. Wait until it is done and start this again; nothing was changed.</source>
<translation>Een ander programma schrijft naar {path}. Wacht tot dat klaar is en start dit opnieuw; er is niets gewijzigd.</translation>
</message>
<message>
<source>{path} cannot be opened as a GeoPackage: {reason}.</source>
<translation>{path} kan niet als GeoPackage worden geopend: {reason}.</translation>
</message>
<message>
<source>{path} cannot be written: the file or its folder is read-only, or the disk is full ({reason}).</source>
<translation>In {path} kan niet worden geschreven: het bestand of de map is alleen-lezen, of de schijf is vol ({reason}).</translation>
</message>
<message>
<source>The file {file} cannot be written: {reason}.</source>
<translation>Het bestand {file} kan niet worden geschreven: {reason}.</translation>
</message>
<message>
<source>A geometry is not a {expected}: choose a layer of that kind.</source>
<translation>Een geometrie is geen {expected}: kies een laag van die soort.</translation>
</message>
<message>
<source>{path} is there already: choose another name, or open it.</source>
<translation>{path} bestaat al: kies een andere naam, of open het.</translation>
</message>
<message>
<source>The folder {path} does not exist: make it first, or choose another.</source>
<translation>De map {path} bestaat niet: maak haar eerst, of kies een andere.</translation>
</message>
<message>
<source>There is no workspace at {path}: collect a source into it first.</source>
<translation>Er is geen werkbestand op {path}: verzamel er eerst een bron in.</translation>
</message>
<message>
<source>{path} is not a workspace of IGH: choose another file.</source>
<translation>{path} is geen werkbestand van IGH: kies een ander bestand.</translation>
</message>
<message>
<source>{path} was made by a newer version of this plugin (layout {found}, this one knows {known}): update the plugin.</source>
<translation>{path} is gemaakt door een nieuwere versie van deze plugin (indeling {found}, deze kent {known}): werk de plugin bij.</translation>
</message>
<message>
<source>{path} was made by an older version of this plugin: collect a source into it once, then it is brought up to date.</source>
<translation>{path} is gemaakt door een oudere versie van deze plug-in: verzamel er één keer een bron in, dan wordt het bijgewerkt.</translation>
</message>
<message>
<source>What was to be erased is erased, but another program still reads an earlier state of {path}, so that parts of it can stay in the file. Close that program and start this again with the same values.</source>
<translation>Wat gewist moest worden is gewist, maar een ander programma leest nog een eerdere toestand van {path}, zodat delen ervan in het bestand kunnen blijven staan. Sluit dat programma en start dit opnieuw met dezelfde waarden.</translation>
</message>
<message>
<source>The workspace has no area “{code}” on the level “{level}”.</source>
<translation>Het werkbestand heeft geen gebied “{code}” op het niveau “{level}”.</translation>
</message>
<message>
<source>{place} is a workspace with data already: move into a new one.</source>
<translation>{place} is al een werkbestand met gegevens: verplaats naar een nieuw werkbestand.</translation>
</message>
<message>
<source>{place} counts in {other}, and the workspace to move in {crs}.</source>
<translation>{place} rekent in {other}, en het werkbestand dat verplaatst wordt in {crs}.</translation>
</message>
<message>
<source>The table {table} has {count} rows and another content than the {expected} rows it was made of; nothing was kept. Start this again, and tell the makers of the plugin if it happens again.</source>
<translation>De tabel {table} heeft {count} rijen en een andere inhoud dan de {expected} rijen waarvan zij gemaakt is; er is niets bewaard. Start dit opnieuw, en meld het aan de makers van de plugin als het weer gebeurt.</translation>
</message>
<message>
<source>Moving {table}</source>
<translation>{table} verplaatsen</translation>
</message>
<message>
<source>{address} is a workspace already: choose another schema, or open it.</source>
<translation>{address} is al een werkbestand: kies een ander schema, of open dit.</translation>
</message>
<message>
<source>There is no workspace at {address}, or your role may not see it: collect a source into it first.</source>
<translation>Er is geen werkbestand op {address}, of uw rol mag het niet zien: verzamel er eerst een bron in.</translation>
</message>
<message>
<source>{address} was made by a newer version of this plugin (layout {found}, this one knows {known}): update the plugin.</source>
<translation>{address} is gemaakt door een nieuwere versie van deze plugin (indeling {found}, deze kent {known}): werk de plugin bij.</translation>
</message>
<message>
<source>{address} was made by an older version of this plugin: collect a source into it once, then it is brought up to date.</source>
<translation>{address} is gemaakt door een oudere versie van deze plugin: verzamel er één keer een bron in, dan wordt het bijgewerkt.</translation>
</message>
<message>
<source>The schema of {address} has tables of these names already: {tables}. Choose another schema.</source>
<translation>Het schema van {address} heeft al tabellen met deze namen: {tables}. Kies een ander schema.</translation>
</message>
<message>
<source>The database of {address} cannot hold every letter: a workspace needs one with the encoding UTF8.</source>
<translation>De database van {address} kan niet elke letter bevatten: een werkbestand heeft er een nodig met de codering UTF8.</translation>
</message>
<message>
<source>What was to be erased is erased, but parts of it can stay in the files of these tables of {address}, which belong to another role than the workspace: {tables}. Let their owner, or who manages the database, run VACUUM FULL on them.</source>
<translation>Wat gewist moest worden is gewist, maar delen ervan kunnen blijven staan in de bestanden van deze tabellen van {address}, die van een andere rol zijn dan het werkbestand: {tables}. Laat hun eigenaar, of wie de database beheert, er VACUUM FULL op uitvoeren.</translation>
</message>
<message>
<source>The database of {address} has no PostGIS: its manager can add it with CREATE EXTENSION postgis.</source>
<translation>De database van {address} heeft geen PostGIS: de beheerder kan het toevoegen met CREATE EXTENSION postgis.</translation>
</message>
<message>
<source>Somebody else is writing to the workspace {address} ({who}). Wait until that is done and start this again; nothing was changed.</source>
<translation>Iemand anders schrijft in het werkbestand {address} ({who}). Wacht tot dat klaar is en start dit opnieuw; er is niets veranderd.</translation>
</message>
<message>
<source>There is no connection to the workspace {address}: {said}.</source>
<translation>Er is geen verbinding met het werkbestand {address}: {said}.</translation>
</message>
<message>
<source>Your role may not do this in the workspace {address}: {said}. Ask who manages the database for the right.</source>
<translation>Uw rol mag dit niet in het werkbestand {address}: {said}. Vraag de beheerder van de database om het recht.</translation>
</message>
<message>
<source>Others read or write the workspace {address} for so long that it could not be changed: events of a new month or a new measure need it for a moment alone. Start this again; nothing was changed.</source>
<translation>Anderen lezen of schrijven zo lang in het werkbestand {address} dat het niet veranderd kon worden: registraties van een nieuwe maand of een nieuwe maat hebben het even alleen nodig. Start dit opnieuw; er is niets veranderd.</translation>
</message>
<message>
<source>The database of the workspace {address} says: {said}. Nothing was changed.</source>
<translation>De database van het werkbestand {address} meldt: {said}. Er is niets veranderd.</translation>
</message>
<message>
<source>PostgreSQL cannot have a column “{column}”: it takes up to 63 bytes, and not its own words. Give it another name in the definition of the source.</source>
<translation>PostgreSQL kan geen kolom ‘{column}’ hebben: hij neemt tot 63 bytes, en niet zijn eigen woorden. Geef de kolom een andere naam in de definitie van de bron.</translation>
</message>
<message>
<source>The workspace {address} cannot be written: {said}. Nothing was changed.</source>
<translation>Het werkbestand {address} kan niet worden geschreven: {said}. Er is niets veranderd.</translation>
</message>
<message>
<source>The database has no role {role}: its manager makes one with CREATE ROLE, and it gets its rights here.</source>
<translation>De database heeft geen rol {role}: de beheerder maakt er een met CREATE ROLE, en hier krijgt die haar rechten.</translation>
</message>
<message>
<source>Say which areas {role} may see: their codes, separated by semicolons.</source>
<translation>Zeg welke gebieden {role} mag zien: hun codes, gescheiden door puntkomma's.</translation>
</message>
<message>
<source>{role} owns the workspace, or is a member of the role that does, and sees everything: nothing was changed.</source>
<translation>{role} bezit het werkbestand, of is lid van de rol die het bezit, en ziet alles: er is niets veranderd.</translation>
</message>
<message>
<source>“{name}” cannot be the name of a measure or attribute: use small letters, digits and underscores, and begin with a letter.</source>
<translation>“{name}” kan niet de naam van een maat of kenmerk zijn: gebruik kleine letters, cijfers en liggende streepjes, en begin met een letter.</translation>
</message>
<message>
<source>“{crs}” cannot be the coordinate system of a workspace: choose a projected one with an EPSG code, such as EPSG:28992.</source>
<translation>“{crs}” kan niet het coördinatenstelsel van een werkbestand zijn: kies een geprojecteerd met een EPSG-code, zoals EPSG:28992.</translation>
</message>
<message>
<source>Your role sees the rows of a part of the city, and a figure of the rest would be wrong. Choose one of these areas: {areas}.</source>
<translation>Uw rol ziet de rijen van een deel van de stad, en een cijfer over de rest zou onjuist zijn. Kies een van deze gebieden: {areas}.</translation>
</message>
<message>
<source>Your role sees totals of the city and no rows, and this needs rows: ask who manages the database.</source>
<translation>Uw rol ziet totalen van de stad en geen rijen, en hiervoor zijn rijen nodig: vraag het de beheerder van de database.</translation>
</message>
</context>
</TS>
