"""QGIS layers and arrays: styles, metadata, reading, live reloading."""
