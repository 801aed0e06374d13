using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs;

public class MidnightTests
{
    [Fact]
    public void Today_is_priced_by_register_to_the_nano_euro()
    {
        TestMeter house = new();
        TestTelegram telegram = house.Telegram;
        telegram.ImportDayWh = 1000000;
        telegram.ImportNightWh = 2000000;
        telegram.ExportDayWh = 3000000;
        telegram.ExportNightWh = 4000000;
        Assert.Equal(MeterEvents.Started, house.SendAt(Belgium.Winter(2026, 1, 14, 12)));

        telegram.ImportDayWh += 1001;
        telegram.ImportNightWh += 333;
        telegram.ExportDayWh += 17;
        telegram.ExportNightWh += 5;
        Assert.Equal(MeterEvents.None, house.SendAt(Belgium.Winter(2026, 1, 14, 12, 10)));

        MeterFirmware.Costs.Account today = house.Ledger.Today;
        Assert.Equal(1334, today.ImportWh);
        Assert.Equal(22, today.ExportWh);
        Assert.Equal(1001, today.ImportWhAt(0));
        Assert.Equal(333, today.ImportWhAt(1));
        Assert.Equal(17, today.ExportWhAt(0));
        Assert.Equal(5, today.ExportWhAt(1));
        Assert.Equal(321721400, today.ImportNanoEuroAt(0));
        Assert.Equal(74092500, today.ImportNanoEuroAt(1));
        Assert.Equal(1700000, today.ExportNanoEuroAt(0));
        Assert.Equal(500000, today.ExportNanoEuroAt(1));
        Assert.Equal(321721400 + 74092500 - 1700000 - 500000, today.ElectricityNanoEuro);
        Assert.Equal(today.ElectricityNanoEuro, today.TotalNanoEuro);
    }

    [Fact]
    public void A_telegram_stamped_midnight_still_belongs_to_the_day_that_ends()
    {
        TestMeter house = new();
        house.SendAt(Belgium.Winter(2026, 1, 14, 23, 59, 59));

        house.Telegram.ImportDayWh = 7;
        MeterEvents atMidnight = house.SendAt(Belgium.Winter(2026, 1, 15));
        Assert.Equal(MeterEvents.None, atMidnight & MeterEvents.NewDay);
        Assert.Equal(7, house.Ledger.Today.ImportWh);

        house.Telegram.ImportDayWh = 9;
        MeterEvents after = house.SendAt(Belgium.Winter(2026, 1, 15, 0, 0, 1));
        Assert.Equal(MeterEvents.NewDay, after & MeterEvents.NewDay);
        Assert.Equal(2, house.Ledger.Today.ImportWh);
        Assert.Equal(7, house.Ledger.Day(1).ImportWh);
        Assert.Equal(9, house.Ledger.SinceStart.ImportWh);
    }

    [Fact]
    public void Power_off_across_midnight_loses_nothing()
    {
        TestMeter house = new();
        house.SendAt(Belgium.Winter(2026, 1, 14, 22));
        house.Telegram.ImportDayWh = 100;
        house.SendAt(Belgium.Winter(2026, 1, 14, 22, 30));

        house.Telegram.ImportDayWh = 900;
        house.SendAt(Belgium.Winter(2026, 1, 15, 6, 15));

        Assert.Equal(800, house.Ledger.Today.ImportWh);
        Assert.Equal(100, house.Ledger.Day(1).ImportWh);
    }

    [Fact]
    public void Three_days_are_kept_and_a_day_without_telegrams_is_empty()
    {
        TestMeter house = new();
        house.SendAt(Belgium.Winter(2026, 1, 12, 12));
        house.Telegram.ImportDayWh = 1;
        house.SendAt(Belgium.Winter(2026, 1, 12, 13));
        house.Telegram.ImportDayWh = 21;
        house.SendAt(Belgium.Winter(2026, 1, 13, 12));
        house.Telegram.ImportDayWh = 321;
        house.SendAt(Belgium.Winter(2026, 1, 15, 12));

        Assert.Equal([300, 0, 20, 1], Enumerable.Range(0, 4).Select(back => house.Ledger.Day(back).ImportWh));
        Assert.Equal((int)(Belgium.Winter(2026, 1, 15, 1) / 86400), house.Ledger.TodayNumber);

        house.Telegram.ImportDayWh = 4321;
        house.SendAt(Belgium.Winter(2026, 1, 19, 12));
        Assert.Equal([4000, 0, 0, 0], Enumerable.Range(0, 4).Select(back => house.Ledger.Day(back).ImportWh));
        Assert.Equal(4321, house.Ledger.SinceStart.ImportWh);
    }

    [Theory]
    [InlineData(3, 29)]
    [InlineData(10, 25)]
    public void The_days_of_the_clock_change_end_at_their_own_midnight(int month, int day)
    {
        bool spring = month == 3;
        long start = spring ? Belgium.Winter(2026, month, day) : Belgium.Summer(2026, month, day);
        long end = spring ? Belgium.Summer(2026, month, day + 1) : Belgium.Winter(2026, month, day + 1);
        Assert.Equal(spring ? 23 * 3600 : 25 * 3600, end - start);

        TestMeter house = new();
        house.SendAt(start + 1);
        house.Telegram.ImportDayWh = 10;
        Assert.Equal(MeterEvents.None, house.SendAt(end) & MeterEvents.NewDay);
        house.Telegram.ImportDayWh = 13;
        Assert.Equal(MeterEvents.NewDay, house.SendAt(end + 1) & MeterEvents.NewDay);
        Assert.Equal(10, house.Ledger.Day(1).ImportWh);
        Assert.Equal(3, house.Ledger.Today.ImportWh);
    }
}
