using System.CommandLine;

namespace MeterFirmware.Companion.Commands;

/// <summary>The options of the commands that simulate a house.</summary>
internal sealed class SimulationOptions
{
    private const int FastestSpeed = 10000;

    public Option<int> Speed { get; } = new("--speed")
    {
        Description = "Simulated seconds in a real one: 60 runs a minute a second",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public Option<int> Seed { get; } = new("--seed")
    {
        Description = "Which house; the same seed gives the same telegrams",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public void AddTo(Command command)
    {
        Speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > FastestSpeed)
            {
                result.AddError($"--speed takes a whole number from 1 to {FastestSpeed}.");
            }
        });
        command.Options.Add(Speed);
        command.Options.Add(Seed);
    }
}
