{#-
  A question has one answer, whatever the style: the same columns of the same types in the same order, and the same
  rows, each as many times, null counting as a value. It stands at the model of one style and compares all of
  them that the project has (var styles); a project with one style has nothing to compare.

  Arguments: question, the name of its models without the style; not_answered_by, a map of the styles that cannot
    answer it to the reasons.
  Gives a row each answer that not all of them give as often, with how often each does. Where the columns of a
  style are not those of the first, no row can be compared: then it gives a row each position in which they differ.
-#}
{% test answers_alike(model, question, not_answered_by={}) %}
    {%- set answers = [] -%}
    {%- for style in var('styles') if style not in not_answered_by -%}
        {%- do answers.append(ref(question ~ '__' ~ style)) -%}
    {%- endfor -%}
    {{- config(enabled=answers | length > 1) -}}
    {%- set columns = columns_in_order(answers[0]) -%}
    {%- set unlike = [] -%}
    {%- for answer in answers if columns_in_order(answer) != columns -%}{%- do unlike.append(answer) -%}{%- endfor %}

{{ columns_that_differ(columns, unlike) if unlike else answers_that_differ(answers, columns) }}

{% endtest %}
