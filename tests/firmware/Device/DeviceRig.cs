using MeterFirmware.Device;
using MeterFirmware.Display;
using MeterFirmware.Display.Pages;
using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Pc;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>A device on a board of its own, with a meter that sends when told, and a clock that goes when told.</summary>
internal sealed class DeviceRig
{
    // Some minutes into a quarter, so that a demand of 100 W is plausible.
    public static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 3, 20);

    public DeviceRig(IFlash? flash = null, Action<PcBoard>? prepare = null)
    {
        Flash = flash ?? new FlashThatDies();
        PcBoard.Current = Board;
        prepare?.Invoke(Board);
        Device = new MeterDevice(Flash);
        Device.Boot(NowMs);
    }

    public IFlash Flash { get; }

    public PcBoard Board { get; } = new();

    public MeterDevice Device { get; }

    public TestTelegram Telegram { get; } = new() { MonthPeakW = 4000, MonthPeakEnd = "260110183000W", DemandW = 100, ImportW = 500 };

    public long NowMs { get; private set; } = 1000;

    public long Utc { get; set; } = Start;

    public PageName Shown => Device.Pager.Shown;

    /// <summary>The text of what the canvas shows and the display too: both must be the same picture.</summary>
    public bool DisplayIsCanvas()
    {
        Canvas canvas = Device.Canvas;
        for (int y = 0; y < Oled.Height; y++)
        {
            for (int x = 0; x < Oled.Width; x++)
            {
                int fromX = x - canvas.ShiftColumns;
                int fromY = y - canvas.ShiftLines;
                bool isDrawn = fromX >= 0 && fromY >= 0
                    && (canvas.Pixels[(fromY / 8 * Canvas.Width) + fromX] >> (fromY % 8) & 1) != 0;

                // What falls out on one side may come in on the other.
                if (fromX >= 0 && fromY >= 0 && Board.Oled.Pixel(x, y) != (isDrawn ^ canvas.Inverted))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Seconds pass, each with a telegram.</summary>
    public void Send(int seconds = 1)
    {
        for (int i = 0; i < seconds; i++)
        {
            Utc++;
            Telegram.Utc = Utc;
            byte[] bytes = Telegram.Bytes();
            Board.Receive(bytes, 0, bytes.Length);
            Second();
        }
    }

    /// <summary>Seconds pass without telegram.</summary>
    public void Pass(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            Utc++;
            Second();
        }
    }

    private void Second()
    {
        // Ten steps, as the device takes.
        for (int i = 0; i < 10; i++)
        {
            NowMs += 100;
            Device.Step(NowMs);
        }
    }
}
