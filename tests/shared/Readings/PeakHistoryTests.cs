using CsCheck;
using MeterFirmware.Readings;

namespace MeterFirmware.Tests.Readings;

public class PeakHistoryTests
{
    [Fact]
    public void Months_added_in_any_order_are_kept_newest_first()
    {
        Gen.Select(Gen.Int[24000, 24030], Gen.Int[0, 9999]).Array[0, 40].Sample(added =>
        {
            // The plain way: the last value of each month, newest first, fifteen of them. A month that had already been
            // pushed out may come back, so the model forgets too.
            SortedDictionary<int, int> model = [];
            PeakHistory history = new();
            foreach ((int month, int peakW) in added)
            {
                history.Add(month, month * 10L, peakW);
                model[month] = peakW;
                if (model.Count > PeakHistory.Capacity)
                {
                    model.Remove(model.Keys.First());
                }
            }

            (int, int)[] expected = [.. model.Reverse().Select(pair => (pair.Key, pair.Value))];
            Assert.Equal(expected, Enumerable.Range(0, history.Count).Select(row => (history.Month(row), history.PeakW(row))));
            Assert.All(Enumerable.Range(0, history.Count), row => Assert.Equal(history.Month(row) * 10L, history.PeakEndUtc(row)));
            Assert.All(Enumerable.Range(0, history.Count), row => Assert.Equal(row, history.RowOf(history.Month(row))));
            Assert.Equal(-1, history.RowOf(23999));
        });
    }

    [Fact]
    public void A_cleared_history_is_empty()
    {
        PeakHistory history = new();
        history.Add(24000, 1, 2500);
        history.Clear();
        Assert.Equal(0, history.Count);
        Assert.Equal(-1, history.RowOf(24000));
    }
}
