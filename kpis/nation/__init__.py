"""A whole nation of invented cities, for trials and measurements at full size: manage.py make_nation."""
