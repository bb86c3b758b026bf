-- Stands for the star's table, which is never built from here.
{{ config(materialized='table', schema='kimball') }}
select 1 as nothing
