using System.Buffers.Binary;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Display;

/// <summary>A state that an earlier version stored, with numbers that it had reckoned beyond their range, is no crash at each start.</summary>
public class StoredNonsenseTests
{
    [Theory]
    [InlineData(PageName.Now)]
    [InlineData(PageName.Quarter)]
    public void A_demand_below_zero_can_be_drawn(PageName name)
    {
        const int DemandW = 12345;
        TestMeter house = new(PageMeter.Rates);
        house.Telegram.DemandW = DemandW;
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 5));
        byte[] state = house.Saved();
        int replaced = 0;
        for (int at = 0; at + 4 <= state.Length; at++)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(state.AsSpan(at)) == DemandW)
            {
                BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(at), -DemandW);
                replaced++;
            }
        }

        Assert.True(replaced > 0);
        Assert.True(SavedState.Load(house.Meter, state));

        // The meter says nothing of the quarter at first.
        house.Telegram.DemandW = house.Telegram.ImportDayWh = null;
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 6));
        Assert.Equal(-DemandW, house.Quarter.Demand.DemandW);
        Canvas canvas = new();
        Page page = PageDrawingTests.Make(name);
        page.Draw(house.Meter, PageMeter.Status(), canvas, true);
        house.Telegram.DemandW = 3000;
        house.SendAt(Belgium.Winter(2026, 1, 14, 12, 7));
        page.Draw(house.Meter, PageMeter.Status(), canvas, false);
        Canvas anew = new();
        PageDrawingTests.Make(name).Draw(house.Meter, PageMeter.Status(), anew, true);
        Assert.Equal(anew.Pixels, canvas.Pixels);
    }
}
