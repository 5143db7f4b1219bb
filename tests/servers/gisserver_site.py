"""A site with one WFS by django-gisserver over the tables `reports` and `zones`: HOST PORT DATABASE USER PASSWORD LISTEN."""

import sys

import django
from django.conf import settings

names = ("HOST", "PORT", "NAME", "USER", "PASSWORD")
database = dict(zip(names, sys.argv[1:6]))
settings.configure(
    SECRET_KEY="only for a test",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.gis", "gisserver"],
    DATABASES={"default": {"ENGINE": "django.contrib.gis.db.backends.postgis", **database}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
)
django.setup()

from django.contrib.gis.db import models  # noqa: E402
from django.core.management import execute_from_command_line  # noqa: E402
from django.urls import path  # noqa: E402
from gisserver.features import FeatureType  # noqa: E402
from gisserver.geometries import CRS, WGS84  # noqa: E402
from gisserver.views import WFSView  # noqa: E402


class Report(models.Model):
    number = models.CharField(primary_key=True, max_length=20)
    category = models.CharField(max_length=50)
    moment = models.DateTimeField()
    reported = models.DateField()
    geom = models.PointField(srid=28992)

    class Meta:
        managed = False
        db_table = "reports"
        app_label = "gisserver"


class Zone(models.Model):
    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=50)
    geom = models.MultiPolygonField(srid=28992)

    class Meta:
        managed = False
        db_table = "zones"
        app_label = "gisserver"


class Wfs(WFSView):
    xml_namespace = "http://example.org/gisserver"
    feature_types = [
        FeatureType(
            model.objects.all(),
            fields="__all__",
            crs=CRS.from_string("urn:ogc:def:crs:EPSG::28992"),
            other_crs=[WGS84],
        )
        for model in (Report, Zone)
    ]


urlpatterns = [path("wfs/", Wfs.as_view())]
execute_from_command_line(["site", "runserver", "--noreload", f"127.0.0.1:{sys.argv[6]}"])
