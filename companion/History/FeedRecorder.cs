using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Costs;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.History;

/// <summary>
/// Keeps what devices publish. Each message tells of a boundary by itself, so that several collectors may share the messages of a device, and one
/// that was away goes on at once.
/// </summary>
/// <remarks>
/// A device publishes what its meter sends, also what it does not believe itself: registers that cannot go on from those before are refused and
/// counted, unless the next ones go on from them.
/// </remarks>
/// <param name="sink">Takes readings; never waits.</param>
internal sealed class FeedRecorder(Action<string, MeterReading> sink)
{
    private const int Quarter = BelgianTime.SecondsPerQuarter;

    // As many must go on from one that goes on from none.
    private const int Followers = 3;

    // From here on what is missing of a quarter is reckoned with the power of then.
    private const int SeenEnough = 870;

    // How far the reading of a gas or water meter may lie from the device's last telegram.
    private const int MostReadAtSeconds = 2 * CivilDate.SecondsPerDay;

    private readonly Dictionary<string, Device> _devices = [];

    /// <summary>The topics below a device's that it reads.</summary>
    public static readonly string[] Topics =
    [
        TopicName.State, TopicName.Quarter, TopicName.Meter, TopicName.Prices, TopicName.PricesToday, TopicName.Peaks, TopicName.PeakHistory,
        TopicName.Costs(Ledger.Periods - 1), .. Enumerable.Range(1, ObisCode.LastChannel).Select(TopicName.Channel),
    ];

    /// <summary>Messages that could not be read.</summary>
    public long UnreadableCount { get; private set; }

    /// <summary>Registers that were not believed.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>Takes the month peaks that a device tells of; may be null.</summary>
    public Action<string, IReadOnlyList<HistoryPeak>>? Peaks { get; init; }

    /// <summary>Takes a message.</summary>
    /// <param name="device">The device, by whose name its history is kept.</param>
    /// <param name="topic">The last part of its topic; others than <see cref="Topics"/> are left aside.</param>
    /// <param name="payload">Its bytes.</param>
    public void Take(string device, string topic, ReadOnlyMemory<byte> payload)
    {
        if (!Topics.Contains(topic))
        {
            return;
        }

        if (!_devices.TryGetValue(device, out Device? known))
        {
            _devices[device] = known = new Device();
        }

        try
        {
            Take(device, known, topic, FeedObject.Parse(payload));
        }
        catch (Exception error) when (error is FeedException or InvalidOperationException)
        {
            // The second comes from text that is no UTF-8.
            UnreadableCount++;
        }
    }

    private void Take(string name, Device device, string topic, FeedObject json)
    {
        switch (topic)
        {
            case TopicName.State:
                TakeState(name, device, json);
                break;
            case TopicName.Quarter:
                TakeQuarter(name, json);
                break;
            case TopicName.Meter:
                device.Serial = json.Has("serial") ? json.Text("serial") : null;
                break;
            case TopicName.Prices:
                TakePrices(name, json);
                break;
            case TopicName.PricesToday:
                TakeDay(name, device, json);
                break;
            case TopicName.Peaks:
                TakePeaks(name, [Peak(json)]);
                break;
            case TopicName.PeakHistory:
                TakePeaks(name, [.. json.Objects("history").Select(Peak)]);
                break;
            case var _ when topic == TopicName.Costs(Ledger.Periods - 1):
                TakeCosts(name, json);
                break;
            default:
                TakeChannel(name, device, json);
                break;
        }
    }

    private void TakeState(string name, Device device, FeedObject json)
    {
        long utc = json.Moment("time");
        int?[] registers = [Wh(json, Field.ImportDayWh), Wh(json, Field.ImportNightWh), Wh(json, Field.ExportDayWh), Wh(json, Field.ExportNightWh)];
        if (utc == MeterTime.None || registers.All(register => register == null) || !IsBelieved(device, utc, registers))
        {
            return;
        }

        device.TakenUtc = Math.Max(device.TakenUtc, utc);
        long boundaryUtc = BelgianTime.QuarterStart(utc);
        if (boundaryUtc != device.BoundaryUtc && MeterReading.IsAtBoundary(utc, out int delay))
        {
            device.BoundaryUtc = boundaryUtc;
            sink(name, new MeterReading(boundaryUtc)
            {
                Electricity = new ElectricityRegisters(delay, registers[0], registers[1], registers[2], registers[3]) { Serial = device.Serial },
            });
        }
    }

    private bool IsBelieved(Device device, long utc, int?[] registers)
    {
        if (device.Utc == MeterTime.None || GoesOn(device.Utc, device.Registers, utc, registers))
        {
            (device.Utc, device.Registers, device.Followers) = (utc, registers, 0);
            return true;
        }

        // One that has waited for a collector to come back.
        if (utc < device.Utc && GoesOn(utc, registers, device.Utc, device.Registers))
        {
            return true;
        }

        // A message that comes again, as a broker keeps it, tells nothing.
        if (utc == device.Utc && registers.SequenceEqual(device.Registers))
        {
            return false;
        }

        bool isBorneOut = device.OtherUtc != MeterTime.None && GoesOn(device.OtherUtc, device.OtherRegisters, utc, registers);
        device.Followers = isBorneOut ? device.Followers + 1 : 0;
        (device.OtherUtc, device.OtherRegisters) = (utc, registers);
        if (device.Followers >= Followers)
        {
            (device.Utc, device.Registers, device.Followers, device.OtherUtc) = (utc, registers, 0, MeterTime.None);
            return true;
        }

        RefusedCount++;
        return false;
    }

    private static bool GoesOn(long fromUtc, int?[] from, long toUtc, int?[] to)
    {
        long mostWh = ((toUtc - fromUtc) * TelegramChain.MostWhPerSecond) + TelegramChain.RoundingWh;
        return toUtc > fromUtc && from.Zip(to).All(pair =>
            pair.First is not int before || pair.Second is not int after || TelegramChain.Rise(before, after, TelegramChain.RegisterRange) is var rise && rise >= 0 && rise <= mostWh);
    }

    private static int? Wh(FeedObject json, Field field)
    {
        string name = ObisCatalogue.NameOf(field);
        if (!json.Has(name))
        {
            return null;
        }

        long wh = json.Number(name, 3);
        return wh is >= 0 and < TelegramChain.RegisterRange ? (int)wh : throw new FeedException($"{name} is beyond any register");
    }

    // The demand of a quarter is not published when it has ended.
    private void TakeQuarter(string name, FeedObject json)
    {
        int elapsed = json.Whole("elapsedSeconds");
        if (elapsed is < SeenEnough or > Quarter || json.Bool("partial"))
        {
            return;
        }

        long watt = json.Whole("demandW") + ((json.Has("importW") ? json.Whole("importW") : 0) * (long)(Quarter - elapsed) / Quarter);
        long startUtc = json.Moment("start");
        if (startUtc != MeterTime.None && startUtc % Quarter == 0 && watt is >= 0 and <= int.MaxValue)
        {
            sink(name, new MeterReading(startUtc + Quarter) { Demand = new QuarterDemandSeen((int)watt, elapsed) });
        }
    }

    private void TakePrices(string name, FeedObject json)
    {
        long utc = json.Moment("time");
        (long? now, long? export) = (Price("nowEurPerKwh"), Price("exportNowEurPerKwh"));

        // All in, so that they price what is given at a fixed price too.
        if (utc != MeterTime.None)
        {
            sink(name, new MeterReading(BelgianTime.QuarterStart(utc) + Quarter) { Prices = new QuarterPrices(now, export) { IsImportAtMarket = true, IsExportAtMarket = export != null } });
        }

        long? Price(string member) => json.IsNull(member) ? null : json.Number(member, 6);
    }

    // What was not known when it was due; it has fewer decimals.
    private void TakeDay(string name, Device device, FeedObject json)
    {
        long startUtc = json.Moment("start");
        List<long> prices = json.Numbers("eurPerKwh", 6);
        for (int i = 0; startUtc != MeterTime.None && startUtc % Quarter == 0 && i < prices.Count && startUtc + ((i + 1L) * Quarter) <= device.TakenUtc; i++)
        {
            sink(name, new MeterReading(startUtc + ((i + 1L) * Quarter)) { Prices = new QuarterPrices(prices[i], null) { IsImportAtMarket = true, IsRounded = true } });
        }
    }

    private void TakeCosts(string name, FeedObject json)
    {
        (long utc, long sinceUtc) = (json.Moment("time"), json.Moment("since"));
        if (utc == MeterTime.None || sinceUtc == MeterTime.None || !MeterReading.IsAtBoundary(utc, out int delay))
        {
            return;
        }

        FeedObject rates = json.Object("rates");
        (long gasFee, long waterFee) = (Euro("gasFeeEur"), Euro("waterFeeEur"));
        sink(name, new MeterReading(BelgianTime.QuarterStart(utc))
        {
            Money = new BookedMoney(
                delay,
                sinceUtc,
                rates.Names.Sum(rate => rates.Object(rate).NanoEuro("importEur")),
                rates.Names.Sum(rate => rates.Object(rate).NanoEuro("exportEur")),
                Euro("gasEur") - gasFee,
                Euro("waterEur") - waterFee,
                Euro("electricityFeeEur") + gasFee + waterFee)
            {
                UnpricedWh = json.Has("unpricedKwh") ? json.Number("unpricedKwh", 3) : 0,
                EstimatedWh = json.Has("estimatedKwh") ? json.Number("estimatedKwh", 3) : 0,
            },
        });

        long Euro(string member) => json.Has(member) ? json.NanoEuro(member) : 0;
    }

    // A channel comes with each new reading of its meter. It counts for the boundary that comes next.
    private void TakeChannel(string name, Device device, FeedObject json)
    {
        bool isGas = json.Has("gasM3");
        if ((!isGas && !json.Has("waterM3")) || json.IsNull("readAt"))
        {
            return;
        }

        long readUtc = json.Moment("readAt");
        long litres = json.Number(isGas ? "gasM3" : "waterM3", 3);
        if (litres is < 0 or > int.MaxValue || (device.TakenUtc != MeterTime.None && Math.Abs(readUtc - device.TakenUtc) > MostReadAtSeconds))
        {
            RefusedCount++;
            return;
        }

        VolumeRegister register = new((int)litres, readUtc, json.Has("serial") ? json.Text("serial") : null);
        MeterReading empty = new((readUtc + Quarter - 1) / Quarter * Quarter);
        sink(name, isGas ? empty with { Gas = register } : empty with { Water = register });
    }

    private void TakePeaks(string name, IReadOnlyList<HistoryPeak?> peaks)
    {
        HistoryPeak[] known = [.. peaks.OfType<HistoryPeak>()];
        if (known.Length > 0)
        {
            Peaks?.Invoke(name, known);
        }
    }

    private static HistoryPeak? Peak(FeedObject json) =>
        json.IsNull("month") || json.Moment("peakEnd") is var endUtc && endUtc == MeterTime.None ? null : new HistoryPeak(json.Month("month"), json.Whole("peakW"), endUtc - Quarter);

    // What is known of a device.
    private sealed class Device
    {
        public string? Serial { get; set; }

        public long TakenUtc { get; set; }

        public long BoundaryUtc { get; set; }

        public long Utc { get; set; }

        public int?[] Registers { get; set; } = [];

        // Registers that do not go on from those, and how many went on from them.
        public long OtherUtc { get; set; }

        public int?[] OtherRegisters { get; set; } = [];

        public int Followers { get; set; }
    }
}
