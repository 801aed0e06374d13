using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Mqtt;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter demo</c>: the dashboard on a simulated house, with nothing attached.</summary>
internal static class DemoCommand
{
    private const string DeviceId = "demo";

    public static Command Create(TimeProvider clock)
    {
        SimulationOptions simulation = new();
        PublishOptions publish = new();
        LiveOptions live = new();
        Command command = new("demo", RootHelp.Of("demo"));
        simulation.AddTo(command);
        command.Options.Add(simulation.Dynamic);
        live.AddTo(command);
        publish.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            SimulatedHome home = SimulatedHome.Demo(parsed.GetValue(simulation.Seed));
            bool isDynamic = parsed.GetValue(simulation.Dynamic);
            SimulatedMarket? market = isDynamic ? new SimulatedMarket(parsed.GetValue(simulation.Seed)) : null;
            Meter meter = new(RatesFile.ReadExample(isDynamic));
            RecentPast past = new();
            RunThroughWeeksBefore(home, meter, past, market);
            using SimulatedSource source = new(home, parsed.GetValue(simulation.Speed), clock);
            LiveCommand run = new(source, meter, clock)
            {
                Past = past,
                Plain = parsed.GetValue(live.Plain),
                StopAfter = parsed.GetValue(live.For),
                Picture = parsed.GetValue(live.Picture),
            };

            if (market != null)
            {
                run.Prices = new PriceKeeper(new PriceDesk([market], new PriceFolder(PriceFolder.Default)), run.Log, clock);
            }

            PublisherOptions feed = new() { DeviceId = DeviceId, Name = "Demo P1 meter" };
            BrokerAccess? access = publish.Read(parsed);
            await using LoopbackBroker? broker = access == null && !publish.IsOff(parsed) ? await LoopbackBroker.StartAsync() : null;
            if (broker != null)
            {
                access = new BrokerAccess(broker.Address);
                run.Hints = broker.Hints;
            }

            if (access != null)
            {
                run.Publisher = new PublishSession(meter, access, feed, run.Log, clock)
                {
                    Program = new PublishingProgram(PublishingProgram.Demo, ""),
                    IsForgotten = broker == null,
                };
            }

            await run.RunAsync(cancellation);
            return ExitCode.Well;
        });
        return command;
    }

    // A telegram at each step, one of them at the last second of each quarter, so that the ledger has a month and a year to show.
    internal static void RunThroughWeeksBefore(SimulatedHome home, Meter meter, RecentPast? past = null, SimulatedMarket? market = null, Action<Meter>? taken = null)
    {
        byte[] telegram = new byte[SimulatedHome.LargestTelegram];
        while (true)
        {
            int length = home.WriteTelegram(telegram);
            if (market != null)
            {
                int today = BelgianTime.DayNumber(home.TimeUtc);
                TakePrices(market, meter, today);
                TakePrices(market, meter, PriceDesk.MayBePublished(today + 1, home.TimeUtc) ? today + 1 : today);
            }

            meter.Read(telegram, 0, length);
            if (past != null)
            {
                LocalMeter.Note(meter, past);
            }

            taken?.Invoke(meter);
            if (home.TimeUtc >= home.LiveFromUtc)
            {
                break;
            }

            home.StepTowardsLive();
        }

        meter.End();
    }

    private static void TakePrices(SimulatedMarket market, Meter meter, int day)
    {
        if (meter.Prices.Of(BelgianTime.DayStartUtc(day)) == null)
        {
            meter.TakePrices(market.Day(day));
        }
    }
}
