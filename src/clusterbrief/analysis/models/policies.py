"""Policies of countries beside the EU shares of section 2.7.2."""

from collections.abc import Sequence

import pandas as pd

from clusterbrief.study.country_model_settings import CountryModelFile
from clusterbrief.study.policies import UNKNOWN

COLUMNS = {
    "country_code": str, "policy_code": str, "kind": str, "label": str, "status": str, "researched": bool,
    "since": "Int64", "source": str, "note": str, "eu_share": float, "eu_sample": "Int64", "eu_base": str,
    "eu_date": str,
}  # fmt: skip


def compare_policies(
    policies: pd.DataFrame, policy_shares: pd.DataFrame, country_codes: Sequence[str], settings: CountryModelFile
) -> pd.DataFrame:
    """The status of each policy in each country, and how common it is in Europe.

    Parameters
    ----------
    policies : DataFrame, one row per country and policy that its authors looked into
        As ``study.policies.read_policies`` gives it.
    policy_shares : DataFrame, one row per figure
        ``ReferenceTables.policy_shares``.
    country_codes : sequence of str
    settings : CountryModelFile
        ``policies`` says which figures one country can have or lack.

    Returns
    -------
    DataFrame, one row per country and policy, in the order of ``country_codes`` and of country_models.yml
        ``country_code``, ``policy_code``, ``kind`` (instrument or objective), ``label`` (of the EU figure), ``status``
        (yes, partly, no, unknown), ``researched`` (whether the authors say anything), ``since`` [year], ``source`` and
        ``note`` (theirs; empty where they say nothing), ``eu_share`` [0-1], ``eu_sample`` [size of the base; missing
        where none is printed], ``eu_base`` (what the base counts) and ``eu_date``.

    References
    ----------
    EU4Digital (2024), 2.7.2, after ECCP (2022).
    """
    every = pd.MultiIndex.from_product(
        [list(country_codes), [each.code for each in settings.policies]], names=["country_code", "policy_code"]
    ).to_frame(index=False)
    shares = policy_shares.rename(
        columns={"share": "eu_share", "sample": "eu_sample", "base": "eu_base", "date": "eu_date"}
    )
    shares = shares[["policy_code", "label", "eu_share", "eu_sample", "eu_base", "eu_date"]]
    table = every.astype(str).merge(policies, on=["country_code", "policy_code"], how="left", validate="1:1")
    table = table.merge(shares, on="policy_code", how="left", validate="m:1")
    researched = table["status"].notna()
    words = ["source", "note", "label", "eu_base", "eu_date"]
    table[words] = table[words].astype(object).where(table[words].notna(), "")
    table = table.assign(
        kind=table["policy_code"].map({each.code: each.kind for each in settings.policies}),
        researched=researched,
        status=table["status"].where(researched, UNKNOWN),
    )
    return table[list(COLUMNS)].astype(COLUMNS)  # also where there are no rows
