<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nl_NL" sourcelanguage="en">
<context>
<name>core</name>
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
<source>Day</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>ISO week</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Month</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Quarter</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Year</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>All together, undated events too</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Combine events by area, period and category</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Workspace</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The GeoPackage that holds the events.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Source</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The id of one source; empty for all sources of the workspace.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Level of areas</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The name of a level of areas, such as neighbourhoods, or `cell` for a grid. Empty for the finest areas, or for the places named in the source when the workspace has no areas.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Cell size in metres</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Used with `cell` only: a multiple of 25 m.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Period</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Periods are taken from the local wall time of the events.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Combined table</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Operational</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Tactical</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Strategic</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Indicators of a theme</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Theme</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The id of a theme, or the folder it stands in.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Level</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Operational: the last weeks. Tactical: the last quarter. Strategic: the last year.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Area</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Code or name of an area; empty for the whole.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Events in the period</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Values as JSON</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>number of events, most on {moment}: {n}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{n} more have a date but no hour</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>total</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{weekday} {start}–{end}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{moment}: {n} events</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>events in an hour of the week</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>number</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{unit}, first {shown} of {all}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{name}: no value, for want of a denominator</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{name}: {value}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>95 % sure between {lower} and {upper}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{n} events</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>no value</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>clearly above</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>clearly below</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>the whole</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>95 % margin</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>data until {day}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>by day</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>by week</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>by month</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>by quarter</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>by year</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{unit}, {by_period}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{period}: no value</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{period}: {value}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>expected between {lower} and {upper}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>this period has not ended yet</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>outside the expected range</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>measured</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>expected range</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>above it</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>below it</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>not complete yet</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Jan</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Feb</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Mar</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Apr</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>May</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Jun</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Jul</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Aug</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Sep</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Oct</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Nov</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Dec</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Mon</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Tue</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Wed</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Thu</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Fri</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Sat</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Sun</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Monday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Tuesday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Wednesday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Thursday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Friday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Saturday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Sunday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>no earlier period to compare with</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{size} points</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>better</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>worse</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>clear change</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>no clear change</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{part} of {whole}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{part} over {whole}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The time zone “{zone}” is not known. Use a name such as Europe/Amsterdam or UTC.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Only {n} places have a value; hot spots need at least {minimum}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>All {n} places have the same value: there are no hot spots to find.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>A cell of {size} m is not possible: choose a multiple of {base} m, such as 50, 100, 125, 250.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>There are no areas to divide by their size: the job was run without areas.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>No number of {name} is known for these areas.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The source does not give {name}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The source has no times of occurrence.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Nothing was counted that it could be divided by.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{first} to {last}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The seed is {seed}, but it must be 0 or more: choose another number.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The number of events is negative: choose 0 or more.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The sample city can have 30 to 2,000 neighbourhoods, not {number}: choose a number in between.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{n} periods are too few to say what is usual; a band needs more than {minimum}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>a list of `key: value` lines was expected</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` is missing</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` must be {wanted}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` is {value}; possible are {options}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` is not known here; possible are {options}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` must be text by language, such as en and nl</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` must be a list of texts</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>the file is larger than a megabyte</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{file}, line {line}: {reason}</source>
<translation type="unfinished"></translation>
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
<source>Code</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Name</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Area code</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Size (km²)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Events</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Rank</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Cells</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Gi* (z)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>p (permutations)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Class of confidence</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Neighbours</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Confidence (%)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Lower limit (95 %)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Upper limit (95 %)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Period before</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Change</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Change (p)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Category</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Subcategory</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Happened (local time)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Place</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Status</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Method</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Caution</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The style “{style}” needs the field “{field}”, which the layer “{layer}” does not have.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>There is no style “{style}”. Choose one of: {styles}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The style of “{layer}” could not be written into its file: {reason}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>No data</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>No earlier events to compare with</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Other</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Hot spot, 99 % confidence</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Hot spot, 95 % confidence</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Hot spot, 90 % confidence</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Not significant</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Cold spot, 90 % confidence</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Cold spot, 95 % confidence</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Cold spot, 99 % confidence</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>under {high}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low} to under {high}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low} to {high}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low} or more</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>About the same (less than {high} either way)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low} to {high} more</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low} or more above before</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low} to {high} fewer</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{low} or more below before</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>points</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Counting {source} by {division}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Laying out the city</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Drawing reports and inspections</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Writing areas and streets</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Writing the source files</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The sample city cannot be written to {folder} ({reason}): choose a folder you may write to.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{folder} holds other files: choose a new or empty folder for the sample city, so that nothing is lost.</source>
<translation type="unfinished"></translation>
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
<source>Make the sample city…</source>
<translation>Voorbeeldstad maken…</translation>
</message>
<message>
<source>Options of IGH…</source>
<translation>Opties van IGH…</translation>
</message>
<message>
<source>Computing level {level}</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Hot spots (Gi*)</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Strongest hot spots</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>No place stands out: none of the {units} cells of {size} m is significant after correction.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{places} hot spots, {area} % of the {units} cells of {size} m, hold {share} % of the total; strongest: {name}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Change on the period before</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>There is no theme {theme}. There are: {themes}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>the id may have small letters, digits and underscores only</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>each indicator needs an id of its own</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` needs an indicator that each area has; a concentration is none</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>a theme needs at least one level</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>an indicator of kind {kind} needs a denominator if it is a share or a rate, and only then</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`permutations` must lie between 99 and 99999</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>`{key}` must be 1 or more</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>There are no events of this theme in the workspace yet: collect its source first.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>The source sums up many events per place and gives no times of occurrence, so there is no trend and there are no hours.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Whole area</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>All data, without times</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{source} states no licence: do not publish.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Fewer than ten areas: a busiest tenth means nothing.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Hour and weekday</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>No event in this period has an hour.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Hot spots appear after the theme is built.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>There is no area {area}. Give a code or a name from one of the levels: {levels}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{path} is on a network share ({kind}). A workspace cannot be written there: two programs could damage it. Choose a folder on this computer.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>Another program is writing to {path}. Wait until it is done and start this again; nothing was changed.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{path} cannot be opened as a GeoPackage: {reason}.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>{path} cannot be written: the file or its folder is read-only, or the disk is full ({reason}).</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>A geometry is not a {expected}: choose a layer of that kind.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>“{name}” cannot be the name of a measure or attribute: use small letters, digits and underscores, and begin with a letter.</source>
<translation type="unfinished"></translation>
</message>
<message>
<source>“{crs}” cannot be the coordinate system of a workspace: choose a projected one with an EPSG code, such as EPSG:28992.</source>
<translation type="unfinished"></translation>
</message>
</context>
</TS>
