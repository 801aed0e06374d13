namespace MeterFirmware.Benchmarks.Forecast.Ways;

/// <summary>D + P x R / 900 with the mean, or the median, of the power of the last seconds.</summary>
internal sealed class RecentPower : PlainForecast
{
    private readonly int[] _lastW;
    private readonly List<int> _sorted = [];
    private readonly bool _isMedian;
    private long _sumW;
    private int _next;

    /// <summary>Starts without any telegram.</summary>
    /// <param name="seconds">How many seconds.</param>
    /// <param name="isMedian">Whether their median counts.</param>
    public RecentPower(int seconds, bool isMedian)
    {
        _lastW = new int[seconds];
        _isMedian = isMedian;
    }

    /// <inheritdoc/>
    protected override long PowerMw(int demandW, int importW, int second, int seconds)
    {
        if (seconds > _lastW.Length)
        {
            _sorted.Clear();
            _sumW = 0;
            _next = 0;
        }

        int oldW = _lastW[_next];
        if (_sorted.Count == _lastW.Length)
        {
            _sorted.RemoveAt(_sorted.BinarySearch(oldW));
            _sumW -= oldW;
        }

        _lastW[_next] = importW;
        _next = (_next + 1) % _lastW.Length;
        int at = _sorted.BinarySearch(importW);
        _sorted.Insert(at < 0 ? ~at : at, importW);
        _sumW += importW;
        return _isMedian ? _sorted[_sorted.Count / 2] * 1000L : _sumW * 1000 / _sorted.Count;
    }
}
