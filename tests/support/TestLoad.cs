namespace MeterFirmware.Tests.Support;

/// <summary>
/// A meter that counts what a house draws, second by second, as the grid operator's specification says:
/// 1.4.0 is the quarter's import over 900 s, registers are whole Wh, both rounded down.
/// </summary>
internal sealed class TestLoad
{
    private long _importWs;
    private long _quarterWs;
    private int _finalW;

    public TestLoad(TestMeter house, long startUtc)
    {
        TestMeter = house;
        Utc = startUtc;
        Show();
    }

    public TestMeter TestMeter { get; }

    public long Utc { get; private set; }

    /// <summary>False for meters up to eMUCS-P1 1.6.</summary>
    public bool SendsDemand { get; init; } = true;

    /// <summary>For how long after a boundary 1.4.0 still shows the old quarter.</summary>
    public int StaleSeconds { get; init; }

    public int ImportWh => (int)(_importWs / 3600);

    /// <summary>The true demand of the quarter so far.</summary>
    public decimal DemandW => _quarterWs / 900m;

    /// <summary>The true demand of the quarter that ended last.</summary>
    public int FinalW => _finalW;

    /// <summary>Draws power for a while; export when negative.</summary>
    public void Draw(int watt, int seconds = 1)
    {
        int importW = watt > 0 ? watt : 0;
        for (int i = 0; i < seconds; i++)
        {
            Utc++;
            _importWs += importW;
            _quarterWs += importW;
            if (Utc % 900 == 0)
            {
                _finalW = (int)(_quarterWs / 900);
                _quarterWs = 0;
            }
        }

        TestMeter.Telegram.ImportW = importW;
        TestMeter.Telegram.ExportW = importW - watt;
        Show();
    }

    public MeterEvents Send() => TestMeter.SendAt(Utc);

    /// <summary>Draws power with a telegram at every so many seconds.</summary>
    public void DrawAndSend(int watt, int seconds, int interval = 1)
    {
        for (int i = 0; i < seconds; i += interval)
        {
            Draw(watt, interval);
            Send();
        }
    }

    private void Show()
    {
        TestMeter.Telegram.ImportDayWh = ImportWh;
        TestMeter.Telegram.DemandW = !SendsDemand ? null : Utc % 900 < StaleSeconds ? _finalW : (int)(_quarterWs / 900);
    }
}
