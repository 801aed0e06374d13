using MeterFirmware.Companion.Houses;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>A row of the costs.</summary>
/// <param name="Label">What it is, with the unit.</param>
/// <param name="Colour">A colour or style of Spectre.Console.</param>
/// <param name="Value">Its text for a period and which one that is.</param>
internal sealed record CostsRow(string Label, string Colour, Func<PeriodSnapshot, CostsPeriod, string> Value);
