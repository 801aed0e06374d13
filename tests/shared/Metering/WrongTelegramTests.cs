using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Metering;

/// <summary>Wrong telegrams with a right CRC that were met or feared, one kind each.</summary>
public class WrongTelegramTests
{
    private const int Watt = 3600;
    private const string Rates = """{"Gas": {"+": 1.576}, "Electricity": {"+": 0.3, "feePerYear": 140.16}, "Capacity": {"perKwYear": 53.13}}""";

    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 1);

    private readonly TestMeter _house = new(Rates, Meter.Followers);
    private readonly TestLoad _load;
    private readonly TestChannel _gas;

    public WrongTelegramTests()
    {
        _load = new TestLoad(_house, Start);
        _gas = _house.Add(1, TestChannel.Gas, "GAS0001", 150000);
        _load.Send();
    }

    // A Wh a second; 140.16 EUR a year are 0.004 a quarter.
    private (long ImportWh, long GasLitres, long FeeNanoEuro) Booked =>
        (_house.Ledger.SinceStart.ImportWh, _house.Ledger.SinceStart.GasLitres, _house.Ledger.SinceStart.ElectricityFeeNanoEuro);

    [Theory]
    [InlineData(2000)]
    [InlineData(2099)]
    public void A_first_telegram_that_is_wrong_starts_nothing(int year)
    {
        TestMeter house = new(Rates, Meter.Followers);
        TestLoad load = new(house, Start);
        house.SendAt(Belgium.Winter(year, 1, 1));
        load.DrawAndSend(Watt, 180);

        Assert.Equal(Start + 1, house.Ledger.StartedUtc);
        Assert.Equal((174, 4_000_000), (house.Ledger.SinceStart.ImportWh, house.Ledger.SinceStart.ElectricityFeeNanoEuro));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_gas_meter_that_starts_at_almost_nothing_is_another_and_gives_nothing_back(int next)
    {
        _gas.ReadAtUtc = Start;
        _load.DrawAndSend(Watt, 300);
        _gas.Litres = 5;
        MeterEvents all = MeterEvents.None;
        for (int i = 0; i < 600; i++)
        {
            // It is read again, or reads something else.
            _gas.ReadAtUtc = i == 300 && next == 5 ? _load.Utc : _gas.ReadAtUtc;
            _gas.Litres = i < 300 ? 5 : next;
            _load.DrawAndSend(Watt, 1);
            all |= _house.Meter.Events;
        }

        _gas.Litres = 12;
        _load.DrawAndSend(Watt, 60);
        Assert.Equal(MeterEvents.SubMeterSwapped, all & MeterEvents.SubMeterSwapped);
        Assert.Equal(7, Booked.GasLitres);
    }

    [Fact]
    public void Rates_that_are_given_price_what_comes_after_the_last_telegram()
    {
        _load.DrawAndSend(Watt, 3600);
        _house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 1}}"""));
        _load.DrawAndSend(Watt, 3600);
        _house.Meter.End();

        Assert.Equal((3600 * 300_000L) + (3600 * 1_000_000L), _house.Ledger.SinceStart.ImportNanoEuroAt(0));
    }

    [Fact]
    public void Rates_that_are_given_before_a_clock_is_set_back_are_in_force_within_two_minutes()
    {
        _load.DrawAndSend(Watt, 600);
        _house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 1}}"""));
        for (int i = 0; i < 120; i++)
        {
            _load.Draw(Watt);
            _house.Telegram.Utc = _load.Utc - 7200;
            _house.Send();
        }

        Assert.Equal(1_000_000, _house.Ledger.Rates.ImportNanoEuroPerWh(0));
    }

    [Theory]
    [InlineData(5133, "260109184450W")]
    [InlineData(9133, "260109184500W")]
    [InlineData(9133, "260110184500W")]
    public void A_month_peak_that_is_wrong_once_is_none(int watt, string end)
    {
        _house.Telegram.MonthPeakW = 5133;
        _house.Telegram.MonthPeakEnd = "260109184500W";
        _load.DrawAndSend(Watt, 60);
        _house.Telegram.MonthPeakW = watt;
        _house.Telegram.MonthPeakEnd = end;
        _load.DrawAndSend(Watt, 1);
        Assert.Equal((5133, Belgium.Winter(2026, 1, 9, 18, 45)), (_house.Quarter.Peaks.PeakW, _house.Quarter.Peaks.PeakEndUtc));
        Assert.Equal(5133, _house.Quarter.ThresholdW);
    }

    [Theory]
    [InlineData("251112180000W", 90000)]
    [InlineData("251112180000W", 100)]
    public void A_history_that_is_wrong_once_is_none(string end, int watt)
    {
        TestPeak december = new("260101000000W", "251210180000W", 4000);
        _house.Telegram.History = [december];
        _load.DrawAndSend(Watt, 60);
        _house.Telegram.History = [new TestPeak("251201000000W", end, watt), december];
        _load.DrawAndSend(Watt, 1);
        _house.Telegram.History = [december];
        _load.DrawAndSend(Watt, 60);
        Assert.Equal((4000, 1), (_house.Quarter.Peaks.PastSumW, _house.Quarter.Peaks.PastCount));
    }

    [Theory]
    [InlineData("260109184500W", 4103)]
    [InlineData("260101001500W", 4103)]
    [InlineData("260101000000W", 0)]
    [InlineData("251209184500W", 0)]
    [InlineData("250109184500W", 0)]
    public void The_months_peak_of_the_first_telegram_is_the_threshold_at_once(string end, int watt)
    {
        TestMeter house = new(Rates, Meter.Followers);
        house.Telegram.MonthPeakW = 4103;
        house.Telegram.MonthPeakEnd = end;
        for (int second = 1; second <= 20; second++)
        {
            house.SendAt(Start + second);
            Assert.Equal((second, Math.Max(watt, 2500)), (second, house.Quarter.ThresholdW));
        }

        Assert.Equal(watt, house.Quarter.Peaks.PeakW);
    }

    [Fact]
    public void A_months_peak_that_only_the_first_telegram_shows_is_forgotten_once_telegrams_are_believed()
    {
        TestMeter house = new(Rates, Meter.Followers);
        house.Telegram.MonthPeakW = 9999;
        house.Telegram.MonthPeakEnd = "260109184500W";
        house.SendAt(Start + 1);
        Assert.Equal(9999, house.Quarter.ThresholdW);

        house.Telegram.MonthPeakW = 4103;
        for (int second = 2; second <= 20; second++)
        {
            house.SendAt(Start + second);
        }

        Assert.Equal((4103, 4103), (house.Quarter.ThresholdW, house.Quarter.Peaks.PeakW));
    }

    [Fact]
    public void An_alarm_of_a_wrong_telegram_is_taken_back_where_right_ones_would_keep_it()
    {
        TestMeter house = new(followers: Meter.Followers);
        TestLoad load = new(house, Belgium.Winter(2026, 1, 14, 12));
        load.DrawAndSend(2470, 800);
        Assert.False(house.Quarter.Alarm);
        load.Draw(2470);
        house.Telegram.DemandW += 110;
        house.SendAt(load.Utc);
        Assert.True(house.Quarter.Alarm);
        load.DrawAndSend(2470, 20);
        Assert.False(house.Quarter.Alarm);
    }

    [Fact]
    public void A_peak_of_a_new_month_that_is_wrong_once_is_no_threshold()
    {
        TestMeter house = new(Rates, Meter.Followers);
        TestLoad load = new(house, Belgium.Winter(2026, 1, 31, 23, 58));
        load.DrawAndSend(Watt, 240);
        house.Telegram.MonthPeakW = 9133;
        house.Telegram.MonthPeakEnd = "260201001500W";
        load.DrawAndSend(Watt, 1);
        Assert.Equal(2500, house.Quarter.ThresholdW);
    }

    [Theory]
    [InlineData(60, 7)]
    [InlineData(900_000_000, 0)]
    public void Gas_of_the_last_telegram_is_booked_at_the_end_unless_that_is_wrong(int importWh, int litres)
    {
        _load.DrawAndSend(Watt, 60);
        _gas.Litres += 7;
        Wrong(telegram => telegram.ImportDayWh = importWh, 1);
        _house.Meter.End();
        Assert.Equal((60, litres), (Booked.ImportWh, Booked.GasLitres));
    }

    [Fact]
    public void The_floor_of_other_rates_holds_when_a_telegram_that_was_shown_is_taken_back()
    {
        _load.DrawAndSend(Watt, 60);
        _house.Meter.UseRates(TestMeter.Read("""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 53.13, "floorKw": 4}}"""));
        _load.DrawAndSend(Watt, 60);
        _load.Draw(Watt);
        _house.Telegram.DemandW += 110;
        _house.SendAt(_load.Utc);
        _load.DrawAndSend(Watt, 3);
        Assert.Equal((4000, 4000), (_house.Quarter.ThresholdW, _house.Quarter.MeanPeakW));
    }

    [Fact]
    public void Gas_that_reads_otherwise_once_is_not_booked()
    {
        foreach (int litres in new[] { 0, 99999999, 1500000 })
        {
            _load.DrawAndSend(Watt, 60);
            int right = _gas.Litres!.Value;
            _gas.Litres = litres;
            _load.DrawAndSend(Watt, 1);
            _gas.Litres = right;
        }

        _gas.Litres += 7;
        _load.DrawAndSend(Watt, 60);
        Assert.Equal(7, Booked.GasLitres);
        Assert.Equal(3, _house.Meter.DroppedCount);
    }

    [Fact]
    public void A_gas_meter_of_another_name_is_another_once_five_more_telegrams_say_so()
    {
        _load.DrawAndSend(Watt, 60);
        (_gas.Serial, _gas.Litres, _gas.ReadAtUtc) = ("GAS0002", 5, Start);
        MeterEvents all = MeterEvents.None;
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(MeterEvents.None, all & MeterEvents.SubMeterSwapped);
            _load.DrawAndSend(Watt, 1);
            all |= _house.Meter.Events;
        }

        Assert.Equal(MeterEvents.SubMeterSwapped, all & MeterEvents.SubMeterSwapped);
        Assert.Equal(0, Booked.GasLitres);
    }

    [Theory]
    [InlineData(TestChannel.Gas, "GAS0002", TestChannel.Gas, "GAS0003")]
    [InlineData(TestChannel.Water, "GAS0001", 4, "GAS0001")]
    public void A_gas_meter_of_which_no_two_telegrams_say_the_same_is_no_other(int type, string serial, int otherType, string otherSerial)
    {
        _load.DrawAndSend(Watt, 60);
        MeterEvents all = MeterEvents.None;
        for (int i = 0; i < 20; i++)
        {
            (_gas.Type, _gas.Serial) = i % 2 == 0 ? (type, serial) : (otherType, otherSerial);
            _load.DrawAndSend(Watt, 1);
            all |= _house.Meter.Events;
        }

        (_gas.Type, _gas.Serial) = (TestChannel.Gas, "GAS0001");
        _gas.Litres += 7;
        _load.DrawAndSend(Watt, 60);
        Assert.Equal((MeterEvents.None, 7), (all & MeterEvents.SubMeterSwapped, Booked.GasLitres));

        // What it reads could be this meter's all the time.
        Assert.Equal(0, _house.Meter.DroppedCount);
    }

    [Theory]
    [InlineData(16800, true)]
    [InlineData(16801, false)]
    public void Gas_of_another_meter_may_rise_by_as_much_as_in_ten_minutes_while_it_waits(int litres, bool isOther)
    {
        _load.DrawAndSend(Watt, 60);
        _gas.Litres = 5_000_000;
        _load.DrawAndSend(Watt, Meter.Followers);
        _gas.Litres += litres;
        _load.DrawAndSend(Watt, 1);
        Assert.Equal((isOther, 0), ((_house.Meter.Events & MeterEvents.SubMeterSwapped) != 0, Booked.GasLitres));
    }

    [Theory]
    [InlineData(140000)]
    [InlineData(150011)]
    public void Gas_that_reads_otherwise_for_three_telegrams_is_booked_as_those_after_them_say(int litres)
    {
        _load.DrawAndSend(Watt, 60);
        _gas.Litres = litres;
        _load.DrawAndSend(Watt, 3);
        _gas.Litres = 150007;
        AssertGasWaitsFor(Meter.Followers);
    }

    [Fact]
    public void A_gas_meter_that_is_on_another_channel_in_one_telegram_has_not_moved()
    {
        _load.DrawAndSend(Watt, 60);
        _house.Telegram.Channels.Clear();
        _house.Add(2, TestChannel.Gas, "GAS0001", 150050);
        _load.DrawAndSend(Watt, 1);
        _house.Telegram.Channels.Clear();
        _house.Telegram.Channels.Add(_gas);
        _gas.Litres = 150007;
        _load.DrawAndSend(Watt, 60);
        Assert.Equal(7, Booked.GasLitres);
    }

    [Theory]
    [InlineData(null, "GAS0001", TestChannel.Gas, "GAS0001")]
    [InlineData(TestChannel.Gas, "GAS0001", null, "GAS0001")]
    [InlineData(TestChannel.Gas, null, TestChannel.Gas, "GAS0001")]
    [InlineData(TestChannel.Gas, "GAS0001", TestChannel.Gas, null)]
    public void What_some_telegrams_lack_is_no_other_word_of_a_gas_meter(int? type, string? serial, int? laterType, string? laterSerial)
    {
        _load.DrawAndSend(Watt, 60);
        (_gas.Type, _gas.Serial, _gas.Litres) = (type, serial, 150007);
        _load.DrawAndSend(Watt, 3);
        (_gas.Type, _gas.Serial) = (laterType, laterSerial);
        AssertGasWaitsFor(2);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Gas_of_a_meter_that_no_longer_says_who_it_is_is_booked_after_90_seconds(string? serial)
    {
        _load.DrawAndSend(Watt, 60);
        (_gas.Serial, _gas.Litres) = (serial, 150007);
        AssertGasWaitsFor(90);
    }

    [Fact]
    public void Gas_that_waits_for_a_serial_number_is_booked_when_the_clock_is_set_back()
    {
        _load.DrawAndSend(Watt, 60);
        (_gas.Serial, _gas.Litres) = (null, 150007);
        _load.DrawAndSend(Watt, 60);
        for (int i = 0; i < 60; i++)
        {
            _load.Draw(Watt);
            _house.SendAt(_load.Utc - 7200);
        }

        Assert.Equal(7, Booked.GasLitres);
    }

    [Fact]
    public void Gas_of_a_meter_that_never_says_who_it_is_waits_for_five_more_telegrams_only()
    {
        TestMeter house = new(Rates, Meter.Followers);
        TestLoad load = new(house, Start);
        TestChannel gas = house.Add(1, TestChannel.Gas, "", 100);
        load.DrawAndSend(Watt, 60);
        gas.Litres += 7;
        load.DrawAndSend(Watt, Meter.Followers);
        Assert.Equal(0, house.Ledger.SinceStart.GasLitres);
        load.DrawAndSend(Watt, 1);
        Assert.Equal(7, house.Ledger.SinceStart.GasLitres);
    }

    [Fact]
    public void A_gas_meter_that_was_not_yet_believed_at_a_restart_is_a_new_one()
    {
        TestMeter house = new(Rates, Meter.Followers);
        TestLoad load = new(house, Start);
        load.DrawAndSend(Watt, 60);
        TestChannel gas = house.Add(1, TestChannel.Gas, "GAS0001", 100);
        load.DrawAndSend(Watt, 3);
        house.Restart();
        load.DrawAndSend(Watt, 60);
        gas.Litres += 7;
        load.DrawAndSend(Watt, 60);
        Assert.Equal(7, house.Ledger.SinceStart.GasLitres);
    }

    [Fact]
    public void The_first_telegram_after_a_restart_is_shown_and_goes_on_from_the_last_one_believed()
    {
        _load.DrawAndSend(Watt, 300);
        _house.Restart();
        Assert.Equal(295, Booked.ImportWh);
        _load.DrawAndSend(Watt, 1, 60);
        Assert.Equal((int)_load.DemandW, _house.Quarter.Demand.DemandW);
        for (int i = 0; i < Meter.Followers; i++)
        {
            _load.DrawAndSend(Watt, 1);
            Assert.Equal(MeterEvents.None, _house.Meter.Events & (MeterEvents.ClockSet | MeterEvents.MeterSwapped | MeterEvents.TelegramDropped));
        }

        Assert.Equal(360, Booked.ImportWh);
    }

    [Fact]
    public void A_wrong_reading_of_gas_that_a_hundred_telegrams_repeat_is_one()
    {
        _gas.ReadAtUtc = Start;
        _load.DrawAndSend(Watt, 60);
        _gas.Litres = 5;
        MeterEvents all = MeterEvents.None;
        for (int i = 0; i < 120; i++)
        {
            _gas.Litres = i == 100 ? 150007 : _gas.Litres;
            _load.DrawAndSend(Watt, 1);
            all |= _house.Meter.Events;
        }

        Assert.Equal((MeterEvents.None, 7), (all & MeterEvents.SubMeterSwapped, Booked.GasLitres));
    }

    [Fact]
    public void Ten_minutes_that_come_again_count_once()
    {
        List<byte[]> sent = [];
        for (int i = 0; i < 1200; i++)
        {
            _gas.Litres += i % 100 == 50 ? 1 : 0;
            _load.DrawAndSend(Watt, 1);
            sent.Add(_house.Telegram.Bytes());
        }

        sent[^600..].ForEach(bytes => _house.Meter.Read(bytes, 0, bytes.Length));
        _load.Draw(Watt, 600);
        _load.DrawAndSend(Watt, 1200);

        Assert.Equal((2995, 12), (Booked.ImportWh, Booked.GasLitres));
        Assert.Equal(3600, _house.Quarter.Peaks.PeakW);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Another_meter_whose_first_telegrams_lack_its_serial_number_counts_from_its_own_register(string? serial)
    {
        _load.DrawAndSend(Watt, 60);
        TestTelegram other = new() { Utc = _load.Utc, ImportDayWh = 500000 + _load.ImportWh, Serial = serial, DemandW = _house.Telegram.DemandW, ImportW = Watt };
        MeterEvents all = MeterEvents.None;
        for (int i = 1; i <= 60; i++)
        {
            other.Utc++;
            other.ImportDayWh++;
            other.Serial = i > 3 ? "1NEW9900000018" : serial;
            byte[] bytes = other.Bytes();
            _house.Meter.Read(bytes, 0, bytes.Length);
            all |= _house.Meter.Events;
        }

        Assert.Equal(60 + 54, Booked.ImportWh);
        Assert.Equal(MeterEvents.MeterSwapped, all & MeterEvents.MeterSwapped);
    }

    // Seven litres are booked with the telegram after so many.
    private void AssertGasWaitsFor(int telegrams)
    {
        _load.DrawAndSend(Watt, telegrams);
        Assert.Equal(0, Booked.GasLitres);
        _load.DrawAndSend(Watt, 1);
        Assert.Equal(7, Booked.GasLitres);
    }

    // A telegram of the next second, wrong in one thing; the load goes on as if it had not been.
    private MeterEvents Wrong(Action<TestTelegram> change, int seconds)
    {
        TestTelegram telegram = _house.Telegram;
        (long? utc, int? importWh) = (telegram.Utc, telegram.ImportDayWh);
        telegram.Utc = _load.Utc + seconds;
        change(telegram);
        MeterEvents events = _house.Send();
        (telegram.Utc, telegram.ImportDayWh) = (utc, importWh);
        return events;
    }
}
