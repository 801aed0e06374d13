using System.Text;
using System.Text.RegularExpressions;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Readings;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

public sealed class TelegramWriterTests
{
    // # is a digit; alone between brackets it is any number of them.
    private const string Layout21 = """
        /FLU5\#_D

        0-0:96.1.4(#)
        1-0:94.32.1(#)
        0-0:96.1.1(#)
        0-0:96.1.2(#)
        0-0:1.0.0(#W)
        1-0:1.8.1(######.###*kWh)
        1-0:1.8.2(######.###*kWh)
        1-0:2.8.1(######.###*kWh)
        1-0:2.8.2(######.###*kWh)
        0-0:96.14.0(#)
        1-0:1.4.0(##.###*kW)
        1-0:1.6.0(#W)(##.###*kW)
        0-0:98.1.0(#)(1-0:1.6.0)(1-0:1.6.0) and rows
        1-0:1.7.0(##.###*kW)
        1-0:2.7.0(##.###*kW)
        1-0:21.7.0(##.###*kW)
        1-0:41.7.0(##.###*kW)
        1-0:61.7.0(##.###*kW)
        1-0:22.7.0(##.###*kW)
        1-0:42.7.0(##.###*kW)
        1-0:62.7.0(##.###*kW)
        1-0:32.7.0(###.#*V)
        1-0:52.7.0(###.#*V)
        1-0:72.7.0(###.#*V)
        1-0:31.7.0(###.##*A)
        1-0:51.7.0(###.##*A)
        1-0:71.7.0(###.##*A)
        0-0:96.3.10(#)
        0-0:17.0.0(##.###*kW)
        1-0:31.4.0(###.##*A)
        0-1:96.3.10(#)
        0-2:96.3.10(#)
        0-3:96.3.10(#)
        0-4:96.3.10(#)
        0-0:96.13.0()
        0-1:24.1.0(#)
        0-1:96.1.1(#)
        0-1:96.1.2(#)
        0-1:24.4.0(#)
        0-1:24.2.3(#W)(#####.###*m3)
        0-2:24.1.0(#)
        0-2:96.1.1(#)
        0-2:96.1.2(#)
        0-2:24.2.1(#W)(#####.###*m3)
        """;

    public static TheoryData<int, int, bool, bool, bool> Kinds()
    {
        TheoryData<int, int, bool, bool, bool> kinds = [];
        foreach (MeterVersion version in Enum.GetValues<MeterVersion>())
        {
            foreach (GridKind grid in Enum.GetValues<GridKind>())
            {
                kinds.Add((int)version, (int)grid, true, true, false);
                kinds.Add((int)version, (int)grid, true, true, true);
                kinds.Add((int)version, (int)grid, true, false, false);
                kinds.Add((int)version, (int)grid, false, true, false);
                kinds.Add((int)version, (int)grid, false, false, false);
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_meter_reads_back_as_it_is(int version, int grid, bool hasGas, bool hasWater, bool waterFirst)
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 5, 31, 6), new MeterOptions
        {
            Version = (MeterVersion)version,
            Grid = (GridKind)grid,
            HasGas = hasGas,
            HasWater = hasWater,
            WaterFirst = waterFirst,
        });

        for (int i = 0; i < 150; i++)
        {
            meter.Step(811);
            ReadsBack(meter, MeterTelegram.Read(meter));
        }
    }

    [Fact]
    public void Lines_stand_in_the_order_and_the_widths_of_a_real_meter()
    {
        string text = MeterTelegram.Text(MeterTelegram.Meter(
            Moments.Local(2026, 2, 3, 10),
            new MeterOptions { Version = MeterVersion.Emucs21 }));
        string[] lines = text.Split("\r\n");
        string[] expected = Layout21.ReplaceLineEndings("\n").Split('\n');

        Assert.Equal(expected.Length + 2, lines.Length);
        Assert.Matches("^![0-9A-F]{4}$", lines[^2]);
        Assert.Equal("", lines[^1]);
        for (int i = 0; i < expected.Length; i++)
        {
            string pattern = expected[i].EndsWith(" and rows")
                ? Regex.Escape("0-0:98.1.0(13)(1-0:1.6.0)(1-0:1.6.0)") + @"(\(\d{12}[SW]\)\(\d{12}[SW]\)\(\d\d\.\d{3}\*kW\)){13}"
                : Regex.Escape(expected[i]).Replace(@"\#", "#");
            pattern = Regex.Replace(pattern, @"(?<=[(\\])#(?=[)W\\_])", "[0-9A-F]+");
            Assert.Matches("^" + pattern.Replace("#", "[0-9]") + "$", lines[i]);
        }
    }

    [Fact]
    public void Limits_are_all_nines_in_the_widths_of_the_version()
    {
        long start = Moments.Local(2026, 2, 3, 10);
        string older = MeterTelegram.Text(MeterTelegram.Meter(start));
        string newer = MeterTelegram.Text(MeterTelegram.Meter(start, new MeterOptions { Version = MeterVersion.Emucs21 }));

        Assert.Contains("\r\n0-0:17.0.0(999.9*kW)\r\n1-0:31.4.0(999*A)\r\n", older);
        Assert.Contains("\r\n0-0:17.0.0(99.999*kW)\r\n1-0:31.4.0(999.99*A)\r\n", newer);
    }

    [Theory]
    [InlineData((int)MeterVersion.Emucs13)]
    [InlineData((int)MeterVersion.Emucs15)]
    [InlineData((int)MeterVersion.Emucs16)]
    public void Meters_before_Emucs_17_say_nothing_of_demand(int version)
    {
        string text = MeterTelegram.Text(MeterTelegram.Meter(
            Moments.Local(2026, 2, 3, 10),
            new MeterOptions { Version = (MeterVersion)version }));

        Assert.DoesNotContain("1-0:1.4.0", text);
        Assert.DoesNotContain("1-0:1.6.0", text);
        Assert.DoesNotContain("98.1.0", text);
    }

    [Fact]
    public void An_empty_history_is_followed_by_an_empty_pair()
    {
        SimulatedMeter meter = MeterTelegram.Meter(Moments.Local(2026, 2, 3, 10));
        meter.Replace("1SIM0100000002");

        Assert.Contains("\r\n0-0:98.1.0(0)(1-0:1.6.0)(1-0:1.6.0)()\r\n", MeterTelegram.Text(meter));
    }

    [Fact]
    public void Writing_and_stepping_allocate_nothing()
    {
        SimulatedHome home = SimulatedHome.Demo(1);
        byte[] buffer = new byte[SimulatedHome.LargestTelegram];
        Run(home, buffer);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(home, buffer);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Written(seed: 7), Written(seed: 7));
        Assert.NotEqual(Written(seed: 7), Written(seed: 8));
    }

    private static void Run(SimulatedHome home, byte[] buffer)
    {
        for (int i = 0; i < 2000; i++)
        {
            home.Step(97);
            home.WriteTelegram(buffer);
        }
    }

    private static string Written(int seed)
    {
        SimulatedHome home = new(seed, Moments.Local(2026, 4, 1, 17, 30));
        byte[] buffer = new byte[SimulatedHome.LargestTelegram];
        StringBuilder text = new();
        for (int i = 0; i < 500; i++)
        {
            home.Step(1);
            text.Append(Encoding.ASCII.GetString(buffer, 0, home.WriteTelegram(buffer)));
        }

        return text.ToString();
    }

    private static void ReadsBack(SimulatedMeter meter, Reading reading)
    {
        MeterOptions options = meter.Options;
        bool hasDemand = options.Version is MeterVersion.Emucs17 or MeterVersion.Emucs21;
        bool isNew = options.Version == MeterVersion.Emucs21;
        bool threePhase = options.Grid != GridKind.SinglePhase;

        Assert.Equal(meter.TimeUtc, reading.TimeUtc);
        Assert.Equal(meter.Serial, reading.MeterSerial.Text);
        Assert.Equal((int)options.Version, reading.Get(Field.Version));
        Assert.Equal(meter.ImportDayWh, reading.Get(Field.ImportDayWh));
        Assert.Equal(meter.ImportNightWh, reading.Get(Field.ImportNightWh));
        Assert.Equal(meter.ExportDayWh, reading.Get(Field.ExportDayWh));
        Assert.Equal(meter.ExportNightWh, reading.Get(Field.ExportNightWh));
        Assert.Equal(meter.ActiveRate, reading.Get(Field.ActiveRate));
        Assert.Equal(meter.ImportW, reading.Get(Field.ImportW));
        Assert.Equal(meter.ExportW, reading.Get(Field.ExportW));

        Assert.Equal(isNew, reading.Has(Field.Relay4));
        Assert.Equal(isNew ? options.Ean : "", reading.Ean.Text);
        Assert.Equal(isNew && threePhase, reading.Has(Field.Grid));
        Assert.Equal(Reading.NoLimit, reading.Get(Field.LimiterW));
        Assert.Equal(Reading.NoLimit, reading.Get(Field.FuseMa));

        ReadsBackDemand(meter.Demand, reading, hasDemand);
        ReadsBackPhases(meter, reading, threePhase);

        Assert.Equal(meter.SubMeters.Length >= 1, reading.SubMeter(1).IsPresent);
        Assert.Equal(meter.SubMeters.Length >= 2, reading.SubMeter(2).HasRegister);
        foreach (SimulatedSubMeter subMeter in meter.SubMeters)
        {
            SubMeter read = reading.SubMeter(subMeter.Channel);
            Assert.Equal(subMeter.DeviceType, read.DeviceType);
            Assert.Equal(subMeter.Serial, read.Serial.Text);
            Assert.Equal(subMeter.Litres, read.Register);
            Assert.Equal(subMeter.ReadAtUtc, read.ReadAtUtc);
            Assert.Equal(subMeter.DeviceType == SubMeter.Gas ? 1 : -1, read.Valve);
        }
    }

    private static void ReadsBackDemand(DemandRegister demand, Reading reading, bool hasDemand)
    {
        Assert.Equal(hasDemand, reading.Has(Field.DemandW));
        Assert.Equal(hasDemand, reading.Has(Field.MonthPeakW));
        Assert.Equal(hasDemand, reading.Has(Field.PeakHistory));
        if (!hasDemand)
        {
            return;
        }

        Assert.Equal(demand.DemandW, reading.Get(Field.DemandW));
        Assert.Equal(demand.PeakW, reading.Get(Field.MonthPeakW));
        Assert.Equal(demand.PeakEndUtc, reading.MonthPeakEndUtc);
        Assert.Equal(demand.HistoryCount, reading.PeakHistory.Count);
        for (int row = 0; row < demand.HistoryCount; row++)
        {
            // The reading has the newest first.
            int newestFirst = demand.HistoryCount - 1 - row;
            Assert.Equal(demand.History(row).PeakW, reading.PeakHistory.PeakW(newestFirst));
            Assert.Equal(demand.History(row).PeakEndUtc, reading.PeakHistory.PeakEndUtc(newestFirst));
        }
    }

    private static void ReadsBackPhases(SimulatedMeter meter, Reading reading, bool threePhase)
    {
        bool isOldest = meter.Options.Version == MeterVersion.Emucs13;
        int netW = 0;
        for (int phase = 1; phase <= 3; phase++)
        {
            int i = phase - 1;
            bool printed = phase == 1 || threePhase;
            int powerW = reading.Get(Field.ImportL1W + i) - reading.Get(Field.ExportL1W + i);
            int currentMa = meter.Phases.Centiamperes(phase) * 10;
            netW += powerW;
            Assert.Equal(printed && !isOldest, reading.Has(Field.ImportL1W + i));
            Assert.Equal(printed, reading.Has(Field.VoltageL1Mv + i));
            Assert.Equal(isOldest ? 0 : meter.Phases.PowerW(phase), powerW);
            Assert.Equal(meter.Phases.Decivolts(phase) * 100, reading.Get(Field.VoltageL1Mv + i));
            Assert.Equal(isOldest ? currentMa / 1000 * 1000 : currentMa, reading.Get(Field.CurrentL1Ma + i));
        }

        Assert.Equal(isOldest ? 0 : meter.ImportW - meter.ExportW, netW);
    }
}
