create schema health_insurance;
