namespace MeterFirmware.Tests.Quarters;

/// <summary>What docs/quarter-peak.md says, in W and floating point.</summary>
internal sealed class PlainAhead
{
    private double _importW;
    private double _nowW;
    private double _lastingW;
    private double _meanW;
    private double _distanceSumW;
    private double _changesW;
    private double _pendingW;
    private double _lasted;
    private int _known;
    private int _away;

    private double MeanDistanceW => Math.Abs(_lastingW - _meanW);

    public void Update(int importW, int seconds)
    {
        if (_known == 0 || seconds <= 0 || seconds >= 900)
        {
            (_known, _nowW, _lastingW, _meanW) = (1, importW, importW, importW);
            (_distanceSumW, _changesW, _pendingW, _lasted, _away) = (0, 0, 0, 0, 0);
            return;
        }

        double beforeW = _lastingW - _meanW;
        _importW = importW;
        _changesW *= 900.0 / (900 + seconds);
        double stepW = Math.Abs(importW - _nowW);
        _pendingW += stepW > 30 ? stepW : 0;
        _nowW = stepW > 30 ? importW : Toward(_nowW, seconds, 20);
        _away = Math.Abs(importW - _lastingW) > 30 ? _away + seconds : 0;
        if (_away == 0)
        {
            _lastingW = Toward(_lastingW, seconds, 20);
        }

        bool isLoad = _away >= 3;
        if (isLoad)
        {
            (_lastingW, _away) = (importW, 0);
        }

        if (_away == 0)
        {
            _changesW += _pendingW;
            _pendingW = 0;
        }

        double newW = Math.Abs(importW - _meanW);
        if (isLoad && newW > (5 * _distanceSumW / 900) + 500)
        {
            (_changesW, _distanceSumW) = (0, newW * 450);
        }

        _known = Math.Min(_known + seconds, 3600);
        _meanW = Toward(_meanW, seconds, Math.Min(Math.Max(30, 3 * Stay(MeanDistanceW)), Math.Max(30, _known)));
        _distanceSumW += seconds * (MeanDistanceW - (_distanceSumW / (900 + seconds)));
        double aboveW = _lastingW - _meanW;
        _lasted = Math.Min(3600, seconds + (aboveW <= 0 || beforeW <= 0 ? 0 : _lasted * Math.Min(1, beforeW / aboveW)));
    }

    public double NowW(int left) => left > 120 ? _lastingW : _nowW;

    public double W(int left) => Ahead(left, 500 + ((NowW(left) - _meanW) / 4));

    public double SureW(int left) => Ahead(left, 500) * (1 - (left / 3600.0));

    private double Ahead(int left, double load)
    {
        double aboveW = NowW(left) - _meanW;
        double ofStay = left / Math.Max(1, Stay(Math.Abs(aboveW)));
        double ofLoad = aboveW > 0 ? left / (load + (3 * _lasted)) : 0;
        return _meanW + (aboveW / (1 + (Math.Pow(ofStay, 3) / 6) + Math.Pow(ofLoad, 2)));
    }

    // Whole seconds.
    private double Stay(double distanceW) => Math.Floor((_distanceSumW + ((distanceW + 100) * 900)) / _changesW);

    private double Toward(double w, int seconds, double reach) => w + ((_importW - w) * seconds / (reach + seconds));
}
