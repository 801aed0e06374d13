using MeterFirmware.Pages;
using MeterFirmware.Tests.Building;

namespace MeterFirmware.Tests.Pages;

/// <summary>The states of which a picture is kept, by name.</summary>
internal static class Scenes
{
    private static readonly Dictionary<string, Func<PanelModel>> All = new()
    {
        ["now"] = () => Turned(PageHouse.Evening(), PageName.Now),
        ["now-exporting"] = () => Turned(PageHouse.Exporting(), PageName.Now),
        ["now-limits"] = () => Drawn(new NowPage(), PageHouse.AtLimit(false, PageHouse.DearElectricity)),
        ["now-export-limits"] = () => Turned(PageHouse.AtLimit(true), PageName.Now),
        ["now-before-first-telegram"] = () => Drawn(new NowPage(), new House(PageHouse.Rates)),
        ["quarter"] = () => Turned(PageHouse.Evening(), PageName.Quarter),
        ["quarter-alarm"] = () => Turned(PageHouse.Overshooting(), PageName.Now),
        ["quarter-limits"] = () => Turned(PageHouse.AtLimit(), PageName.Quarter),
        ["quarter-before-first-telegram"] = () => Drawn(new QuarterPage(), new House(PageHouse.Rates)),
        ["costs"] = () => Turned(PageHouse.Evening(), PageName.Costs),
        ["costs-limits"] = () => Drawn(new CostsPage(false), PageHouse.AtLimit()),
        ["costs-export-limits"] = () => Drawn(new CostsPage(false), PageHouse.AtLimit(true)),
        ["costs-long-term"] = () => Turned(PageHouse.Evening(), PageName.LongTermCosts),
        ["volumes"] = () => Turned(PageHouse.Evening(), PageName.Volumes),
        ["volumes-limits"] = () => Drawn(new VolumesPage(), PageHouse.AtLimit()),
        ["peaks"] = () => Turned(PageHouse.Evening(), PageName.Peaks),
        ["peaks-limits"] = () => Drawn(new PeaksPage(), PageHouse.AtLimit()),
        ["peaks-first-month"] = () => Drawn(new PeaksPage(), StateHouse.Busy()),
        ["status"] = () => Turned(PageHouse.Evening(), PageName.Status),
        ["status-no-network"] = () => Drawn(new StatusPage(), PageHouse.Evening().House, new DeviceStatus { Broker = "no route", UptimeSeconds = 3725, FreeBytes = 61440 }),
        ["status-limits"] = () => Drawn(
            new StatusPage(),
            new House(),
            new DeviceStatus
            {
                IsWifiConnected = true,
                Address = "192.168.100.100",
                Broker = "certificate refused",
                UptimeSeconds = 99999L * 86400,
                FreeBytes = int.MaxValue,
                StorageWrites = long.MaxValue,
            }),
        ["splash"] = () => Paged(new House(), new DeviceStatus { Version = "0.1.0", Display = CheckState.Passed }),
        ["splash-failed-check"] = () => Paged(
            new House(),
            new DeviceStatus { Version = "0.1.0", Storage = CheckState.Failed, Display = CheckState.Passed, Port = CheckState.Passed }),
        ["silent-from-the-start"] = () => Paged(new House(), new DeviceStatus { UptimeSeconds = 12, SilentSeconds = 12 }),
        ["silent-later"] = () => Paged(PageHouse.Evening().House, new DeviceStatus { UptimeSeconds = 90000, SilentSeconds = 4000 }),
        ["storage-corrupt"] = () => Paged(
            PageHouse.Evening().House,
            new DeviceStatus
            {
                UptimeSeconds = 5,
                Problem = "The stored state is damaged. Counting began anew at 0; the costs of this year before today are lost.",
            }),
        ["problem-too-long"] = () => Paged(
            PageHouse.Evening().House,
            new DeviceStatus { UptimeSeconds = 5, Problem = string.Join(' ', Enumerable.Repeat("I:\\rates.json/Electricity:not-a-number", 9)) }),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static PanelModel Show(string name) => All[name]();

    // The display as somebody finds it who has pressed the key until the page came.
    private static PanelModel Turned(HouseLoad load, PageName page) => Turned(load.House, page);

    private static PanelModel Turned(House house, PageName page)
    {
        Canvas canvas = new();
        Pager pager = new(canvas) { ShiftMinutes = 0 };
        DeviceStatus status = PageHouse.Status();
        for (int i = 0; i < (int)page; i++)
        {
            pager.Draw(house.Meter, status);
            pager.Next();
        }

        pager.Draw(house.Meter, status);
        return Flushed(canvas);
    }

    private static PanelModel Paged(House house, DeviceStatus status)
    {
        Canvas canvas = new();
        new Pager(canvas) { ShiftMinutes = 0 }.Draw(house.Meter, status);
        return Flushed(canvas);
    }

    private static PanelModel Drawn(Page page, House house, DeviceStatus? status = null)
    {
        Canvas canvas = new();
        page.Draw(house.Meter, status ?? PageHouse.Status(), canvas, true);
        return Flushed(canvas);
    }

    private static PanelModel Flushed(Canvas canvas)
    {
        PanelModel panel = new();
        canvas.FlushTo(panel);
        return panel;
    }
}
