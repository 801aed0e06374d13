using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Display;

/// <summary>The states of which a picture is kept, by name.</summary>
internal static class Scenes
{
    private static readonly Dictionary<string, Func<PanelModel>> All = new()
    {
        ["now"] = () => Turned(PageMeter.Evening(), PageName.Now),
        ["now-exporting"] = () => Turned(PageMeter.Exporting(), PageName.Now),
        ["now-limits"] = () => Drawn(new NowPage(), PageMeter.AtLimit(false, PageMeter.DearElectricity)),
        ["now-export-limits"] = () => Turned(PageMeter.AtLimit(true), PageName.Now),
        ["now-before-first-telegram"] = () => Drawn(new NowPage(), new TestMeter(PageMeter.Rates)),
        ["quarter"] = () => Turned(PageMeter.Evening(), PageName.Quarter),
        ["quarter-alarm"] = () => Turned(PageMeter.Overshooting(), PageName.Now),
        ["quarter-limits"] = () => Turned(PageMeter.AtLimit(), PageName.Quarter),
        ["quarter-before-first-telegram"] = () => Drawn(new QuarterPage(), new TestMeter(PageMeter.Rates)),
        ["now-silent"] = () => Drawn(new NowPage(), PageMeter.Evening().TestMeter, new DeviceStatus { UptimeSeconds = 90000, SilentSeconds = 4000 }),
        ["now-small"] = () => Turned(PageMeter.Evening(7), PageName.Now),
        ["now-without-power"] = () => Turned(PageMeter.First(null), PageName.Now),
        ["now-without-prices"] = () => Turned(PageMeter.First(1834, PageMeter.NoPrices), PageName.Now),
        ["quarter-first"] = () => Turned(PageMeter.First(1834), PageName.Quarter),
        ["quarter-alarm-over"] = () => Turned(PageMeter.Relieved(), PageName.Quarter),
        ["quarter-without-tariff"] = () => Turned(PageMeter.Overshooting("""{"Electricity": {"+": 0.3, "-": 0.1}}"""), PageName.Quarter),
        ["costs-before-first-telegram"] = () => Drawn(new CostsPage(false), new TestMeter(PageMeter.Rates)),
        ["costs-first-day"] = () => Turned(PageMeter.First(1834), PageName.Costs),
        ["costs-first-month"] = () => Drawn(new CostsPage(true), StateMeter.Busy()),
        ["costs-large-house"] = () => Turned(PageMeter.Evening(use: 9), PageName.LongTermCosts),
        ["costs-sunny-roof"] = () => Turned(PageMeter.Evening(sun: 14), PageName.LongTermCosts),
        ["costs-without-prices"] = () => Turned(PageMeter.First(1834, PageMeter.NoPrices), PageName.Costs),
        ["volumes-first-day"] = () => Turned(PageMeter.First(1834), PageName.Volumes),
        ["volumes-large-house"] = () => Turned(PageMeter.Evening(use: 9), PageName.Volumes),
        ["peaks-before-first-telegram"] = () => Drawn(new PeaksPage(), new TestMeter(PageMeter.Rates)),
        ["peaks-below-floor"] = () => Turned(PageMeter.First(1834), PageName.Peaks),
        ["costs"] = () => Turned(PageMeter.Evening(), PageName.Costs),
        ["costs-limits"] = () => Drawn(new CostsPage(false), PageMeter.AtLimit()),
        ["costs-export-limits"] = () => Drawn(new CostsPage(false), PageMeter.AtLimit(true)),
        ["costs-long-term"] = () => Turned(PageMeter.Evening(), PageName.LongTermCosts),
        ["volumes"] = () => Turned(PageMeter.Evening(), PageName.Volumes),
        ["volumes-limits"] = () => Drawn(new VolumesPage(), PageMeter.AtLimit()),
        ["peaks"] = () => Turned(PageMeter.Evening(), PageName.Peaks),
        ["peaks-limits"] = () => Drawn(new PeaksPage(), PageMeter.AtLimit()),
        ["peaks-first-month"] = () => Drawn(new PeaksPage(), StateMeter.Busy()),
        ["prices"] = () => Turned(FeedMeter.AtTheMarket(), PageName.Prices),
        ["prices-not-known"] = () => Drawn(new PricesPage(), PageMeter.WithoutPrices()),
        ["status"] = () => Turned(PageMeter.Evening(), PageName.Status),
        ["status-no-network"] = () => Drawn(new StatusPage(), PageMeter.Evening().TestMeter, new DeviceStatus { Broker = "no route", UptimeSeconds = 3725, FreeBytes = 61440 }),
        ["status-limits"] = () => Drawn(
            new StatusPage(),
            new TestMeter(),
            new DeviceStatus
            {
                IsWifiConnected = true,
                Address = "192.168.100.100",
                Broker = "wrong password",
                UptimeSeconds = 99999L * 86400,
                FreeBytes = int.MaxValue,
                StorageWrites = long.MaxValue,
            }),
        ["splash"] = () => Paged(new TestMeter(), new DeviceStatus { Version = "0.1.0", Display = CheckState.Passed }),
        ["splash-failed-check"] = () => Paged(
            new TestMeter(),
            new DeviceStatus { Version = "0.1.0", Storage = CheckState.Failed, Display = CheckState.Passed, Port = CheckState.Passed }),
        ["silent-from-the-start"] = () => Paged(new TestMeter(), new DeviceStatus { UptimeSeconds = 12, SilentSeconds = 12 }),
        ["silent-later"] = () => Paged(PageMeter.Evening().TestMeter, new DeviceStatus { UptimeSeconds = 90000, SilentSeconds = 4000 }),
        ["storage-corrupt"] = () => Paged(
            PageMeter.Evening().TestMeter,
            new DeviceStatus
            {
                UptimeSeconds = 5,
                Problem = "The stored state is damaged. Counting began anew at 0; the costs of this year before today are lost.",
            }),
        ["problem-too-long"] = () => Paged(
            PageMeter.Evening().TestMeter,
            new DeviceStatus { UptimeSeconds = 5, Problem = string.Join(' ', Enumerable.Repeat("I:\\rates.json/Electricity:not-a-number", 9)) }),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static PanelModel Show(string name) => All[name]();

    // The display as somebody finds it who has pressed the key until the page came.
    private static PanelModel Turned(TestLoad load, PageName page) => Turned(load.TestMeter, page);

    private static PanelModel Turned(TestMeter house, PageName page)
    {
        Canvas canvas = new();
        Pager pager = new(canvas) { ShiftMinutes = 0 };
        DeviceStatus status = PageMeter.Status();
        pager.Draw(house.Meter, status);
        for (int i = 0; i < (int)page && pager.Shown != page; i++)
        {
            pager.Next();
            pager.Draw(house.Meter, status);
        }

        return Flushed(canvas);
    }

    private static PanelModel Paged(TestMeter house, DeviceStatus status)
    {
        Canvas canvas = new();
        new Pager(canvas) { ShiftMinutes = 0 }.Draw(house.Meter, status);
        return Flushed(canvas);
    }

    private static PanelModel Drawn(Page page, TestMeter house, DeviceStatus? status = null)
    {
        Canvas canvas = new();
        page.Draw(house.Meter, status ?? PageMeter.Status(), canvas, true);
        return Flushed(canvas);
    }

    private static PanelModel Flushed(Canvas canvas)
    {
        PanelModel panel = new();
        canvas.FlushTo(panel);
        return panel;
    }
}
