using System.CommandLine;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options of the commands that simulate a house.</summary>
internal sealed class SimulationOptions
{
    private const int FastestSpeed = 10000;

    public Option<int> Speed { get; } = new("--speed")
    {
        Description = "Simulated seconds in a real one: 60 runs a minute a second",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result => (int)OptionText.WholeNumber(result, "--speed", 1, FastestSpeed),
    };

    public Option<int> Seed { get; } = new("--seed")
    {
        Description = "Which house; the same seed gives the same telegrams",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
        CustomParser = result => (int)OptionText.WholeNumber(result, "--seed", int.MinValue, int.MaxValue),
    };

    /// <summary>Of the commands that reckon with prices.</summary>
    public Option<bool> Dynamic { get; } = new("--dynamic")
    {
        Description = "The house has a contract whose price follows the market by the quarter, on a simulated market",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Speed);
        command.Options.Add(Seed);
    }
}
