{#-
  The bands by which the value of a sale is reported, in EUR. A set of bands covers every amount once: a
  band goes from its lower bound up to, but without, its upper one, and the outermost are open. To report
  by other bands, add a set here; no fact knows of them.

  Returns: [{set, number, label, lower, upper}].
-#}
{% macro order_value_bands() %}
    {%- set sets = {
        'basket size': [('Empty', 0.01), ('Small', 100), ('Medium', 300), ('Large', 1000), ('Very large', none)],
        'free shipping': [('Below the threshold', 90), ('Free shipping', none)],
    } -%}
    {%- set bands = [] -%}
    {%- for set_name, edges in sets.items() -%}
        {%- for label, upper in edges -%}
            {%- do bands.append({
                'set': set_name,
                'number': loop.index,
                'label': label,
                'lower': '-1000000000000' if loop.first else edges[loop.index0 - 1][1],
                'upper': '1000000000000' if upper is none else upper,
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(bands) }}
{% endmacro %}
