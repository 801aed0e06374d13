using System.CommandLine;
using MeterFirmware.Companion.Commands;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using Spectre.Console.Testing;
using Xunit;

namespace MeterFirmware.Companion.Tests.Setup;

public sealed class PriceQuestionsTests
{
    private readonly TestConsole _console = new TestConsole().Interactive();

    [Fact]
    public async Task A_price_that_looks_like_cents_is_asked_for_again()
    {
        _console.Profile.Width = 200;
        _console.Input.PushTextWithEnter("n");
        _console.Input.PushTextWithEnter("0.3214");

        Prices prices = await AskAsync("--import 32.14 --gas 0.09");

        Assert.Equal((321_400, 90_000), (Assert.Single(prices.Imports), prices.GasPerKwh));
        Assert.Contains("32.14 EUR/kWh is 3214 cents; is that right?", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_right_all_the_same_is_kept()
    {
        _console.Input.PushTextWithEnter("y");

        Prices prices = await AskAsync("--import 0.3 --gas 2.5");

        Assert.Equal(2_500_000, prices.GasPerKwh);
    }

    private Task<Prices> AskAsync(string words)
    {
        SetupOptions options = new();
        Command command = new("setup");
        options.AddTo(command);
        string rest = "--dso none --contract single --export 0.04 --electricity-fee 0 --gas-kwh 11 --gas-fee 0 --water 5 --water-fee 0";
        return new PriceQuestions(options, command.Parse($"{words} {rest}"), new Questions(_console, canAsk: true, CancellationToken.None)).AskAsync(new DateOnly(2026, 11, 28));
    }
}
