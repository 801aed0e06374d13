using MeterFirmware.Readings;
using MeterFirmware.Tests.Support;
using MeterFirmware.Tests.Telegrams;
using MeterFirmware.Tests.Time;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Readings;

/// <summary>Telegrams that real meters sent, against numbers read off them by eye.</summary>
public class ReferenceTelegramTests
{
    private readonly TelegramParser _parser = new(acceptWithoutCrc: true);

    private Reading Reading => _parser.Reading;

    [ReferenceFact]
    public void Every_telegram_with_a_right_CRC_is_read_whole_and_parsed()
    {
        ReferenceTelegrams.Entry[] entries = [.. ReferenceTelegrams.Index.Where(entry => entry.PrintedCrc == entry.ComputedCrc)];
        Assert.Equal(18, entries.Length);
        foreach (ReferenceTelegrams.Entry entry in entries)
        {
            byte[] bytes = File.ReadAllBytes(entry.Path);
            Assert.Equal(entry.Bytes, bytes.Length);
            ReaderRun run = ReaderRun.Of(bytes).End();
            run.AssertCounts(telegrams: 1);
            Assert.Equal(entry.PrintedCrc, PlainCrc.Of(bytes, 0, Array.LastIndexOf(bytes, (byte)'!') + 1));

            Assert.True(run.Reader.Reading.Has(Field.Time), entry.Name);
            PlainParser plain = PlainParser.Of(bytes);
            Assert.Equal(plain.Text, ReadingDump.Text(run.Reader.Reading));
            Assert.Equal((plain.Unknown, plain.Malformed), (run.Reader.UnknownLineCount, run.Reader.MalformedLineCount));
        }
    }

    [ReferenceFact]
    public void A_telegram_without_CRC_is_read_only_when_asked()
    {
        ReferenceTelegrams.Entry[] entries = [.. ReferenceTelegrams.Index.Where(entry => entry.PrintedCrc < 0)];
        Assert.Equal(2, entries.Length);
        foreach (ReferenceTelegrams.Entry entry in entries)
        {
            byte[] bytes = File.ReadAllBytes(entry.Path);
            new ReaderRun().Feed(bytes).End().AssertCounts(withoutCrc: 1);
            ReaderRun run = new ReaderRun(acceptWithoutCrc: true).Feed(bytes).End();
            run.AssertCounts(telegrams: 1);
            Assert.True(run.Reader.Reading.Has(Field.ImportDayWh), entry.Name);
        }
    }

    [ReferenceFact]
    public void Every_masked_telegram_is_refused()
    {
        string[] files = Directory.GetFiles(Path.Combine(Reference.TelegramFolder, "masked"), "*.txt");
        Assert.Equal(5, files.Length);
        foreach (string file in files)
        {
            ReaderRun.Of(File.ReadAllBytes(file)).End().AssertCounts(crcErrors: 1);
        }
    }

    [ReferenceFact]
    public void All_telegrams_follow_each_other_in_chunks_of_seven_bytes()
    {
        ReferenceTelegrams.Entry[] entries = [.. ReferenceTelegrams.Index.Where(entry => entry.PrintedCrc == entry.ComputedCrc)];
        byte[] stream = [.. entries.SelectMany(entry => File.ReadAllBytes(entry.Path).Concat("\r\n"u8.ToArray()))];
        new ReaderRun().FeedInChunks(stream, [7]).AssertCounts(telegrams: entries.Length);
    }

    [ReferenceFact]
    public void Belgian_version_1_5_with_one_phase_and_gas()
    {
        Parse("be_50215_1ph_gas");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2021, 3, 20, 20, 46, 36));
        AssertValues((Field.Version, 50215), (Field.ActiveRate, 2), (Field.Breaker, 1));
        AssertRegisters(1311025, 1651825, 1885818, 750923);
        AssertValues((Field.ImportW, 433), (Field.ExportW, 0), (Field.ImportL1W, 438), (Field.ExportL1W, 0));
        AssertValues((Field.VoltageL1Mv, 240900), (Field.CurrentL1Ma, 2220));
        AssertValues((Field.LimiterW, MeterFirmware.Readings.Reading.NoLimit), (Field.FuseMa, MeterFirmware.Readings.Reading.NoLimit));
        AssertAbsent(Field.DemandW, Field.MonthPeakW, Field.PeakHistory, Field.VoltageL2Mv, Field.Grid, Field.Ean);
        Assert.Equal("1SAG1100076616", Reading.MeterSerial.Text);
        AssertSubMeter(1, SubMeter.Gas, 2559077, Moment.Utc(2021, 3, 20, 20, 46, 26), "7FLO2119031964", 1);
        AssertNoSubMeterFrom(2);
    }

    [ReferenceFact]
    public void Belgian_version_1_6_with_one_phase_and_sun()
    {
        Parse("be_50216_1ph_pv");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2023, 8, 19, 20, 3, 27));
        AssertValues((Field.Version, 50216), (Field.ActiveRate, 2));
        AssertRegisters(3689, 6940, 22354, 4264);
        AssertValues((Field.ImportW, 278), (Field.ExportW, 0), (Field.VoltageL1Mv, 233300), (Field.CurrentL1Ma, 1510));
        AssertAbsent(Field.DemandW, Field.MonthPeakW, Field.PeakHistory);
        Assert.Equal("1SAG1105429099", Reading.MeterSerial.Text);
        AssertNoSubMeterFrom(1);
    }

    [ReferenceFact]
    public void Belgian_version_1_7_with_three_phases_gas_and_three_months()
    {
        Parse("be_50217_3ph_gas_hist3");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2024, 1, 12, 22, 18, 3));
        AssertRegisters(116372, 62193, 112716, 42757);
        AssertValues((Field.Version, 50217), (Field.ActiveRate, 2), (Field.DemandW, 27), (Field.MonthPeakW, 2485));
        Assert.Equal(Moment.Utc(2024, 1, 7, 18), Reading.MonthPeakEndUtc);
        AssertHistory(
            (2023, 12, 1981, Moment.Utc(2023, 12, 24, 12, 45)),
            (2023, 11, 3260, Moment.Utc(2023, 11, 9, 15, 45)),
            (2023, 10, 1747, Moment.Utc(2023, 10, 31, 11)));
        AssertValues((Field.ImportW, 132), (Field.ImportL1W, 26), (Field.ImportL2W, 61), (Field.ImportL3W, 44));
        AssertValues((Field.VoltageL1Mv, 230500), (Field.VoltageL2Mv, 230400), (Field.VoltageL3Mv, 229200));
        AssertValues((Field.CurrentL1Ma, 170), (Field.CurrentL2Ma, 490), (Field.CurrentL3Ma, 250));
        Assert.Equal("1SAG3105056625", Reading.MeterSerial.Text);
        AssertSubMeter(1, SubMeter.Gas, 338711, Moment.Utc(2024, 1, 12, 22, 16, 46), "7FLO2123006385", 1);
    }

    [ReferenceFact]
    public void Belgian_history_whose_first_peak_has_no_time()
    {
        Parse("be_50217_3ph_gas_water_hist4_badts");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2023, 11, 2, 11, 15, 48));
        AssertRegisters(301548, 270014, 5, 0);
        AssertValues((Field.ActiveRate, 1), (Field.DemandW, 52), (Field.MonthPeakW, 3064));
        Assert.Equal(Moment.Utc(2023, 11, 2, 10, 45), Reading.MonthPeakEndUtc);
        AssertHistory(
            (2023, 10, 4927, Moment.Utc(2023, 10, 16, 11)),
            (2023, 9, 4229, Moment.Utc(2023, 9, 10, 16, 30)),
            (2023, 8, 1862, Moment.Utc(2023, 8, 31, 16, 15)),
            (2023, 7, 0, MeterTime.None));
        AssertValues((Field.ImportW, 338), (Field.ImportL1W, 47), (Field.ImportL2W, 179), (Field.ImportL3W, 111));
        AssertValues((Field.VoltageL1Mv, 232900), (Field.VoltageL2Mv, 228100), (Field.CurrentL2Ma, 880));
        AssertSubMeter(1, SubMeter.Gas, 92287, Moment.Utc(2023, 11, 2, 11, 10, 2), "7FLO2123088027", 1);
        AssertSubMeter(2, SubMeter.Water, 8579, Moment.Utc(2023, 11, 2, 11, 15, 32), "8SET0000961173", -1);
        AssertNoSubMeterFrom(3);
    }

    [ReferenceFact]
    public void Belgian_sun_on_three_phases_imports_and_exports_at_once()
    {
        Parse("be_50217_3ph_pv_hist2");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2023, 6, 29, 8, 22, 48));
        AssertRegisters(661701, 776784, 990699, 423681);
        AssertValues((Field.DemandW, 0), (Field.MonthPeakW, 6235), (Field.ImportW, 0), (Field.ExportW, 135));
        AssertHistory(
            (2023, 5, 6748, Moment.Utc(2023, 5, 24, 17, 30)),
            (2023, 4, 6985, Moment.Utc(2023, 4, 23, 18, 30)));
        AssertValues((Field.ImportL1W, 0), (Field.ImportL2W, 0), (Field.ImportL3W, 438));
        AssertValues((Field.ExportL1W, 440), (Field.ExportL2W, 132), (Field.ExportL3W, 0));
        AssertValues((Field.CurrentL1Ma, 2090), (Field.CurrentL2Ma, 910), (Field.CurrentL3Ma, 2030));
        AssertNoSubMeterFrom(1);
    }

    [ReferenceFact]
    public void Belgian_3x230_volt_with_water_first_and_an_empty_history()
    {
        Parse("be_50217_3x230_water_first_emptyhist");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2023, 4, 21, 14, 53, 28));
        AssertRegisters(56913, 184024, 83503, 15696);
        AssertValues((Field.DemandW, 0), (Field.MonthPeakW, 4509), (Field.ExportW, 1739), (Field.ImportL1W, 188), (Field.ExportL3W, 1928));
        Assert.Equal(Moment.Utc(2023, 4, 11, 20, 30), Reading.MonthPeakEndUtc);
        AssertHistory();
        AssertValues((Field.VoltageL1Mv, 245300), (Field.VoltageL2Mv, 0), (Field.VoltageL3Mv, 246800));
        AssertValues((Field.CurrentL1Ma, 1000), (Field.CurrentL2Ma, 7740), (Field.CurrentL3Ma, 7970));
        AssertSubMeter(1, SubMeter.Water, 3830, Moment.Utc(2023, 4, 21, 14, 51, 2), "8SET0000837964", -1);
        AssertSubMeter(2, SubMeter.Gas, 107812, Moment.Utc(2023, 4, 21, 14, 49, 59), "7FLO2123015189", 1);
    }

    [ReferenceFact]
    public void Belgian_version_2_1_with_relays_and_ten_months()
    {
        Parse("be_50221_xt211_3ph_gas_water");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2024, 10, 18, 7, 14, 25));
        AssertRegisters(1870825, 3603478, 2898216, 1235763);
        AssertValues((Field.Version, 50221), (Field.Grid, 400), (Field.DemandW, 1880), (Field.MonthPeakW, 7416), (Field.ImportW, 988));
        Assert.Equal(Moment.Utc(2024, 10, 10, 18, 45), Reading.MonthPeakEndUtc);
        AssertHistory(
            (2024, 9, 7529, Moment.Utc(2024, 9, 25, 17, 15)),
            (2024, 8, 6227, Moment.Utc(2024, 8, 11, 4)),
            (2024, 7, 5871, Moment.Utc(2024, 7, 24, 20)),
            (2024, 6, 4524, Moment.Utc(2024, 6, 11, 21, 15)),
            (2024, 5, 4379, Moment.Utc(2024, 5, 3, 7, 15)),
            (2024, 4, 6341, Moment.Utc(2024, 4, 22, 4, 30)),
            (2024, 3, 6511, Moment.Utc(2024, 3, 29, 18)),
            (2024, 2, 4147, Moment.Utc(2024, 2, 23, 10)),
            (2024, 1, 4198, Moment.Utc(2024, 1, 22, 7, 30)),
            (2023, 8, 0, Moment.Utc(2023, 7, 31, 22)));
        AssertValues((Field.Relay1, 0), (Field.Relay2, 0), (Field.Relay3, 0), (Field.Relay4, 0), (Field.Breaker, 1));
        AssertValues((Field.LimiterW, MeterFirmware.Readings.Reading.NoLimit), (Field.FuseMa, MeterFirmware.Readings.Reading.NoLimit), (Field.CurrentL2Ma, 2600));
        Assert.Equal(("1SAG3200015699", ""), (Reading.MeterSerial.Text, Reading.Ean.Text));
        Assert.True(Reading.Ean.IsPresent);
        AssertSubMeter(1, SubMeter.Gas, 465041, Moment.Utc(2024, 10, 18, 7, 12, 51), "7SAG3700001779", 1);
        AssertSubMeter(2, SubMeter.Water, 44988, Moment.Utc(2024, 10, 18, 7, 13, 35), "8SET0000215541", -1);
        Assert.Equal(("", true), (Reading.SubMeter(1).Ean.Text, Reading.SubMeter(1).Ean.IsPresent));
    }

    [ReferenceFact]
    public void The_example_of_the_Belgian_specification()
    {
        Parse("be_v171_spec_3ph_gas_water");
        AssertSkipped(0, 0);
        AssertAt(Moment.Utc(2020, 5, 12, 11, 54, 9));
        AssertRegisters(34, 15758, 0, 11);
        AssertValues((Field.DemandW, 2351), (Field.MonthPeakW, 2589), (Field.ActiveRate, 1), (Field.ImportW, 0));
        Assert.Equal(Moment.Utc(2020, 5, 9, 11, 45, 58), Reading.MonthPeakEndUtc);
        AssertHistory(
            (2020, 4, 3695, Moment.Utc(2020, 4, 23, 17, 25, 38)),
            (2020, 3, 5980, Moment.Utc(2020, 3, 5, 10, 21, 39)),
            (2020, 2, 4318, Moment.Utc(2020, 2, 10, 2, 54, 21)));
        AssertValues((Field.VoltageL1Mv, 234700), (Field.VoltageL2Mv, 234700), (Field.CurrentL3Ma, 0));
        AssertSubMeter(1, SubMeter.Gas, 112384, Moment.Utc(2020, 5, 12, 11, 45, 58), "7FLO2119033733", 1);
        AssertSubMeter(2, SubMeter.Water, 872234, Moment.Utc(2020, 5, 12, 11, 45, 58), "8SAG1234567890", -1);
    }

    [ReferenceFact]
    public void Austrian_telegram_in_W_and_Wh()
    {
        Parse("at_sagemcom_t210dr_wh");
        AssertSkipped(11, 0);
        AssertAt(Moment.Utc(2022, 10, 6, 13, 50, 14));
        AssertRegisters(5017120, 1528646, 0, 58);
        AssertValues((Field.ImportW, 286), (Field.ExportW, 0));
        AssertAbsent(Field.Version, Field.ActiveRate, Field.VoltageL1Mv);
    }

    [ReferenceFact]
    public void Hungarian_telegram_with_another_block_under_the_code_of_the_history()
    {
        Parse("hu_eon_sagemcom");

        // 42.0.0 and 96.1.0; rates 0, 3 and 4; 3.8 to 8.8 and 15.8; 13.7 to 73.7 and 14.7; 5.7 to 8.7; 51.4 and 71.4.
        AssertSkipped(2 + 6 + 7 + 5 + 4 + 2, 1);
        AssertAt(Moment.Utc(2023, 7, 24, 13, 7, 30));
        AssertRegisters(47719, 125921, 401829, 225348);
        AssertValues((Field.LimiterW, 90000), (Field.FuseMa, 200000), (Field.ActiveRate, 1), (Field.ExportW, 2601));
        AssertValues((Field.VoltageL1Mv, 240400), (Field.VoltageL3Mv, 241200), (Field.CurrentL2Ma, 4000));
        AssertAbsent(Field.PeakHistory, Field.MeterSerial);
    }

    [ReferenceFact]
    public void Irish_telegram()
    {
        Parse("ie_iskra");
        AssertSkipped(2, 0);
        AssertAt(Moment.Utc(2023, 2, 2, 11, 27, 47));
        AssertRegisters(10181, 10182, 10281, 10282);
        AssertValues((Field.ImportW, 170), (Field.ExportW, 270), (Field.ImportL2W, 417), (Field.ExportL3W, 627));
        AssertValues((Field.VoltageL1Mv, 242500), (Field.VoltageL2Mv, 241700), (Field.VoltageL3Mv, 243300));
        Assert.True(Reading.SubMeter(1).IsPresent);
        Assert.Equal((0, "", false), (Reading.SubMeter(1).DeviceType, Reading.SubMeter(1).Serial.Text, Reading.SubMeter(1).HasRegister));
    }

    [ReferenceFact]
    public void Luxembourg_telegram_whose_limiter_is_in_kVA()
    {
        Parse("lu_smarty_decrypted");
        AssertSkipped(12, 1);
        AssertAt(Moment.Utc(2019, 10, 31, 13, 22, 39));
        AssertValues((Field.ImportW, 3074), (Field.ExportW, 0), (Field.Breaker, 1));
        AssertAbsent(Field.LimiterW, Field.ImportDayWh, Field.ExportDayWh);
    }

    [ReferenceFact]
    public void Dutch_version_2_2_with_gas_over_two_lines()
    {
        Parse("nl_v22_iskra");
        AssertSkipped(1, 0);
        AssertAbsent(Field.Time);
        AssertRegisters(1001, 1001, 1001, 1001);
        AssertValues((Field.ImportW, 1010), (Field.ExportW, 0), (Field.LimiterW, 999000), (Field.Breaker, 1));
        Assert.Equal("", Reading.MeterSerial.Text);
        AssertSubMeter(1, SubMeter.Gas, 1001, Moment.Utc(2016, 11, 7, 18), "", 1);
    }

    [ReferenceFact]
    public void Dutch_version_3_whose_limiter_is_in_ampere()
    {
        Parse("nl_v30_iskra");
        AssertSkipped(1, 1);
        AssertRegisters(12345678, 12345678, 12345678, 12345678);
        AssertValues((Field.ImportW, 1190), (Field.ActiveRate, 2));
        AssertAbsent(Field.LimiterW, Field.Time);
        Assert.Equal("K8EG004046395507", Reading.MeterSerial.Text);
        Assert.Equal(string.Concat(Enumerable.Repeat("0123456789:;<=>?", 5)), Reading.Message.Text);
        AssertSubMeter(1, SubMeter.Gas, 1001, Moment.Utc(2009, 2, 12, 15), "2222ABCD123456789", 1);
    }

    [ReferenceFact]
    public void Dutch_version_4_2()
    {
        Parse("nl_v42_kaifa");
        AssertSkipped(11, 0);
        AssertAt(Moment.Utc(2016, 11, 13, 19, 57, 57));
        AssertRegisters(1581123, 1435706, 0, 0);
        AssertValues((Field.ImportW, 2027), (Field.ImportL1W, 170), (Field.ImportL2W, 1247), (Field.ImportL3W, 209));
        AssertValues((Field.CurrentL1Ma, 0), (Field.CurrentL2Ma, 6000), (Field.CurrentL3Ma, 2000));

        // 2016-11-29 20:00 W: read by the meter, though more than two weeks ahead of the telegram.
        AssertSubMeter(1, SubMeter.Gas, 981443, Moment.Utc(2016, 11, 29, 19), "4819243993373755377509728609491464", -1);
    }

    [ReferenceFact]
    public void Dutch_version_5_with_five_digit_volts()
    {
        Parse("nl_v50_iskra");
        AssertSkipped(10, 0);
        AssertAt(Moment.Utc(2017, 1, 2, 18, 20, 2));
        AssertRegisters(4426, 2399, 2444, 0);
        AssertValues((Field.VoltageL1Mv, 230000), (Field.VoltageL3Mv, 229000), (Field.CurrentL1Ma, 480), (Field.CurrentL3Ma, 860));
        AssertSubMeter(1, SubMeter.Gas, 107, Moment.Utc(2017, 1, 2, 15, 10, 5), "2222ABCD123456789", -1);
        Assert.Equal((3, false, ""), (Reading.SubMeter(2).DeviceType, Reading.SubMeter(2).HasRegister, Reading.SubMeter(2).Serial.Text));
    }

    [ReferenceFact]
    public void Dutch_version_5_with_an_old_gas_meter_that_was_never_read()
    {
        Parse("nl_v50_two_mbus");
        AssertSkipped(10, 0);
        AssertAt(Moment.Utc(2020, 4, 26, 20, 33, 25));
        AssertRegisters(2130115, 245467, 0, 0);
        AssertValues((Field.ImportW, 111), (Field.ImportL1W, 56), (Field.ImportL3W, 55), (Field.VoltageL3Mv, 222900));
        Assert.Equal((3, false), (Reading.SubMeter(1).DeviceType, Reading.SubMeter(1).HasRegister));
        AssertSubMeter(2, SubMeter.Gas, 246138, Moment.Utc(2020, 4, 26, 20, 30, 1), "G0039001936990619", -1);
    }

    [ReferenceFact]
    public void Dutch_version_5_with_one_phase()
    {
        Parse("nl_v50_isk_1ph");
        AssertSkipped(6, 0);
        AssertAt(Moment.Utc(2019, 3, 20, 17, 14, 3));
        AssertRegisters(576239, 465162, 0, 0);
        AssertValues((Field.ImportW, 193), (Field.ImportL1W, 193), (Field.VoltageL1Mv, 236100), (Field.CurrentL1Ma, 1000));
        AssertSubMeter(1, SubMeter.Gas, 304089, Moment.Utc(2019, 3, 20, 17, 10, 3), "G0032565535520117", -1);
    }

    [ReferenceFact]
    public void Dutch_heat_whose_CRC_has_three_digits()
    {
        Parse("nl_warmtelink_unpadded_crc");
        AssertSkipped(2, 0);
        AssertAt(Moment.Utc(2026, 2, 15, 19, 5, 23));
        Assert.Equal("ADC3100000158491", Reading.MeterSerial.Text);
        AssertSubMeter(1, SubMeter.Heat, 240860, Moment.Utc(2026, 2, 15, 19, 5, 23), "621848012D2C0B0C", -1);
        AssertAbsent(Field.ImportW, Field.ImportDayWh);
    }

    private void Parse(string name)
    {
        new ReaderRun(_parser).Feed(Reference.Telegram(name)).End().AssertCounts(telegrams: 1);
    }

    private void AssertAt(long utc) => Assert.Equal((true, utc), (Reading.Has(Field.Time), Reading.TimeUtc));

    private void AssertSkipped(int unknown, int malformed) =>
        Assert.Equal((unknown, malformed), (_parser.UnknownLineCount, _parser.MalformedLineCount));

    private void AssertRegisters(int importDayWh, int importNightWh, int exportDayWh, int exportNightWh) => AssertValues(
        (Field.ImportDayWh, importDayWh), (Field.ImportNightWh, importNightWh),
        (Field.ExportDayWh, exportDayWh), (Field.ExportNightWh, exportNightWh));

    private void AssertValues(params (Field Field, int Value)[] expected)
    {
        foreach ((Field field, int value) in expected)
        {
            Assert.Equal((field, true, value), (field, Reading.Has(field), Reading.Get(field)));
        }
    }

    private void AssertAbsent(params Field[] fields) =>
        Assert.All(fields, field => Assert.Equal((field, false, 0), (field, Reading.Has(field), Reading.Get(field))));

    private void AssertHistory(params (int Year, int Month, int PeakW, long PeakEndUtc)[] expected)
    {
        Assert.True(Reading.Has(Field.PeakHistory));
        PeakHistory history = Reading.PeakHistory;
        Assert.Equal(
            expected,
            Enumerable.Range(0, history.Count).Select(
                row => (history.Month(row) / 12, (history.Month(row) % 12) + 1, history.PeakW(row), history.PeakEndUtc(row))));
    }

    private void AssertSubMeter(int channel, int type, int register, long readAtUtc, string serial, int valve)
    {
        SubMeter subMeter = Reading.SubMeter(channel);
        Assert.True(subMeter.IsPresent && subMeter.HasRegister);
        Assert.Equal(
            (type, register, readAtUtc, serial, valve),
            (subMeter.DeviceType, subMeter.Register, subMeter.ReadAtUtc, subMeter.Serial.Text, subMeter.Valve));
    }

    private void AssertNoSubMeterFrom(int channel)
    {
        for (int i = channel; i <= 8; i++)
        {
            Assert.False(Reading.SubMeter(i).IsPresent);
        }
    }
}
