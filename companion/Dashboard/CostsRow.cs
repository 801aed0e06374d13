using MeterFirmware.Costs;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>A row of the costs.</summary>
/// <param name="Label">What it is, with the unit.</param>
/// <param name="Colour">A colour or style of Spectre.Console.</param>
/// <param name="Value">Its text for an account and the period that it covers.</param>
internal sealed record CostsRow(string Label, string Colour, Func<Account, CostsPeriod, string> Value);
