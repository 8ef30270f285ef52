"""What is said of conditions: why one does not hold, and what one needs."""

from collections.abc import Mapping

from visavi.messages import Sentence

WHY: Mapping[str, Sentence] = {
    "kinds": "It is asked of the kinds {wanted}; this dialogue is {has}.",
    "states": "It is asked in the states {wanted}; this dialogue is {has}.",
    "parties": "It is asked where this is done by {wanted}; here it is {has}.",
    "concerns": "It is asked of matters of {wanted}; this one is {has}.",
    "employed": "It depends on being employed on the day ({wanted}); here that is {has}.",
    "staff_groups": "It holds for the staff groups {wanted}; this one is {has}.",
    "not_staff_groups": "It does not hold for the staff groups {wanted}; this one is {has}.",
    "forms": "It holds for the employment forms {wanted}; this one is {has}.",
    "not_forms": "It does not hold for the employment forms {wanted}; this one is {has}.",
    "pay_routes": "It holds for the pay routes {wanted}; this one is {has}.",
    "not_pay_routes": "It does not hold for the pay routes {wanted}; this one is {has}.",
    "units": "It holds in the units {wanted} and below; this one is {has}.",
    "not_units": "It does not hold in the units {wanted} and below; this one is {has}.",
    "min_percent": "It holds from a post of {wanted} per cent; here it is {has}.",
    "max_percent": "It holds up to a post of {wanted} per cent; here it is {has}.",
    "employed_on": "It holds for who is employed on {wanted} of the year; the posts here: {has}.",
    "facts_in_year": "It holds where the register has {wanted} in that year; here it has {has}.",
    "conductor_roles": "It holds where the conductor is {wanted}; this one is {has}.",
    "not_conductor_roles": "It holds where the conductor is not {wanted}; this one is {has}.",
    "min_age": "It holds from the age of {wanted}; here it is {has}.",
    "max_age": "It holds up to the age of {wanted}; here it is {has}.",
    "absent": "It holds during an absence ({wanted}); here it is {has}.",
    "excluded_from_review": "It depends on being outside that year's review ({wanted}); "
    "the contract names: {has}.",
    "facts": "It holds where the register has {wanted}; here it has {has}.",
    "since": "It holds from {wanted}; the day is {has}.",
    "until": "It held until {wanted}; the day is {has}.",
    "setting": "It holds where the setting {wanted}.",
}
"""Why a rule is not asked, by the condition that does not hold."""

WHY_WITHOUT: Mapping[str, Sentence] = {
    "employed_on": "It holds for who is employed on {wanted} of the year; here there is no post.",
    "facts_in_year": "It holds where the register has {wanted} in that year; here it has no fact.",
    "conductor_roles": "It holds where the conductor is {wanted}; this one has no role.",
    "absent": "It holds during an absence ({wanted}); here there is none.",
    "excluded_from_review": "It depends on being outside that year's review ({wanted}); "
    "the contract names no year.",
    "facts": "It holds where the register has {wanted}; here it has no fact.",
}
"""The same where there is nothing at all of what the condition looks at."""

SHAPES: Mapping[str, Sentence] = {
    "words": "a text or a list of texts",
    "bool": "true or false",
    "int": "a whole number",
    "date": "a date",
    "setting": "a name and what it equals",
}
"""What a condition needs, by its shape."""
