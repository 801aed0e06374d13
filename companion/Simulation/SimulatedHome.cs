using MeterFirmware.Companion.Simulation.House;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Simulation;

/// <summary>A house with a meter that has hung there for years and sends telegrams.</summary>
internal sealed class SimulatedHome
{
    /// <summary>Bytes that every telegram fits in.</summary>
    public const int LargestTelegram = TelegramWriter.LargestTelegram;

    private const int LastHour = 3600;
    private const int StepOfLastHour = 60;
    private const int StepOfWeeksBefore = 300;
    private const int LowestPastPeakW = 2300;
    private const int HighestPastPeakW = 6500;

    private readonly TelegramWriter _writer = new();

    /// <summary>Makes a home with everything: panels, a charger, a heat pump, gas and water.</summary>
    /// <param name="seed">Any number; the same seed gives the same telegrams.</param>
    /// <param name="startUtc">Now, UTC seconds since 1970.</param>
    public SimulatedHome(int seed, long startUtc)
        : this(seed, startUtc, new MeterOptions(), new HouseOptions())
    {
    }

    /// <summary>Makes a home of one's choice.</summary>
    /// <param name="seed">Any number; the same seed gives the same telegrams.</param>
    /// <param name="startUtc">Now, UTC seconds since 1970.</param>
    /// <param name="meterOptions">The kind of meter.</param>
    /// <param name="houseOptions">What the house has; panels and a boiler may be without a meter of their own.</param>
    public SimulatedHome(int seed, long startUtc, MeterOptions meterOptions, HouseOptions houseOptions)
        : this(seed, new SimulatedHouse(seed, startUtc, houseOptions), meterOptions, startUtc)
    {
    }

    private SimulatedHome(int seed, SimulatedHouse house, MeterOptions meterOptions, long liveFromUtc)
    {
        LiveFromUtc = liveFromUtc;
        House = house;
        Meter = new SimulatedMeter(seed, house, meterOptions);
        GiveMeterAPast(new Dice(seed, "past"));
    }

    /// <summary>The house.</summary>
    public SimulatedHouse House { get; }

    /// <summary>Its meter.</summary>
    public SimulatedMeter Meter { get; }

    /// <summary>Now, UTC seconds since 1970.</summary>
    public long TimeUtc => Meter.TimeUtc;

    /// <summary>The moment from which the home is worth showing; what comes before is meant to be run through quickly.</summary>
    public long LiveFromUtc { get; }

    /// <summary>
    /// A home for showing what the device does. It starts on 1 January 2026; the part to show begins at
    /// <see cref="LiveFromUtc"/>, a Thursday evening in February.
    /// </summary>
    /// <param name="seed">Any number; the story is the same for all.</param>
    /// <param name="meterOptions">The kind of meter; null for the usual one.</param>
    /// <param name="years">How many years earlier it starts.</param>
    /// <returns>The home at the start of the year.</returns>
    public static SimulatedHome Demo(int seed, MeterOptions? meterOptions = null, int years = 0)
    {
        HouseOptions options = new();
        Appliance[] appliances =
        [
            new BaseLoad(seed),
            new Lights(seed),
            new DemoKitchen(seed, new Kitchen(seed)),
            new DemoHeatPump(new HeatPump(seed)),
            new DemoCharger(seed, new EvCharger(seed, DemoEvening.CeilingW)),
        ];
        SimulatedHouse house = new(seed, DemoEvening.StartOf(years), options, appliances);
        return new SimulatedHome(seed, house, meterOptions ?? new MeterOptions(), DemoEvening.LiveFromUtc);
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="seconds">1 or more; 1 is what a meter does between two telegrams, 60 is good for running through weeks.</param>
    public void Step(int seconds) => Meter.Step(seconds);

    /// <summary>Lets the time pass that is not worth showing.</summary>
    public void StepToLive()
    {
        while (TimeUtc < LiveFromUtc)
        {
            StepTowardsLive();
        }
    }

    /// <summary>
    /// Lets a part of it pass: to the last second of a quarter or to its end, but five minutes at most in the year that is shown, and one
    /// in the last hour. Whoever takes these steps sees the same house.
    /// </summary>
    public void StepTowardsLive()
    {
        int left = BelgianTime.SecondsPerQuarter - (int)(TimeUtc % BelgianTime.SecondsPerQuarter);
        int most = LiveFromUtc - TimeUtc <= LastHour ? StepOfLastHour : TimeUtc < DemoEvening.StartOf(0) ? left : StepOfWeeksBefore;
        Step(left > most ? most : left > 1 ? left - 1 : 1);
    }

    /// <summary>Writes the telegram of this moment.</summary>
    /// <param name="buffer">Where to, from index 0; at least <see cref="LargestTelegram"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int WriteTelegram(byte[] buffer) => _writer.Write(Meter, buffer);

    private void GiveMeterAPast(Dice dice)
    {
        Meter.SetRegisters(
            dice.Roll(1, 4_000_000, 9_000_000),
            dice.Roll(2, 5_000_000, 11_000_000),
            dice.Roll(3, 2_000_000, 6_000_000),
            dice.Roll(4, 800_000, 2_500_000));
        Meter.Gas?.Replace(Meter.Gas.Serial, dice.Roll(5, 900_000, 6_000_000), TimeUtc);
        Meter.Water?.Replace(Meter.Water.Serial, dice.Roll(6, 60_000, 400_000), TimeUtc);

        int thisMonth = BelgianTime.MonthNumber(BelgianTime.DayNumber(TimeUtc));
        for (int month = thisMonth - DemandRegister.MonthsRemembered; month < thisMonth; month++)
        {
            long eveningUtc = BelgianTime.MonthStartUtc(month) + (dice.Roll(month * 4L, 0, 27) * 86400L) + (17 * 3600);
            Meter.Demand.Remember(new MonthPeak(
                BelgianTime.MonthStartUtc(month + 1),
                eveningUtc + (dice.Roll((month * 4L) + 1, 1, 16) * BelgianTime.SecondsPerQuarter),
                dice.Roll((month * 4L) + 2, LowestPastPeakW, HighestPastPeakW)));
        }
    }
}
