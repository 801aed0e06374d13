using MeterFirmware.Telegrams;

namespace MeterFirmware.Readings;

// How a reading is carried on: the lines that differ from the telegram before are read again, the others still hold.
public sealed partial class TelegramParser
{
    // Returns false when more has changed than values in their place: then the telegram must be read from its start.
    private bool ReadChanges(TelegramChanges changes, Reading reading)
    {
        TelegramLayout layout = _layout;
        short[] starts = layout.Starts;
        int lines = layout.Count;
        int line = 0;
        for (int i = 0; i < changes.Count; i++)
        {
            int start = changes.Start(i);
            int end = changes.End(i);
            if (start < starts[0])
            {
                return false;
            }

            while (starts[line + 1] <= start)
            {
                line++;
            }

            if (!ReadAgain(line, start, end, reading))
            {
                return false;
            }

            while (line + 1 < lines && starts[line + 1] < end)
            {
                line++;
                if (!ReadAgain(line, start, end, reading))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool ReadAgain(int line, int changeStart, int changeEnd, Reading reading)
    {
        TelegramLayout layout = _layout;
        int p = layout.ValueStarts[line];
        int end = layout.ValueEnds[line];
        int code = layout.Codes[line];
        if (end == 0 || (changeStart < p && (ReadCode(layout.Starts[line]) != code || _at != p)))
        {
            return false;
        }

        if (changeEnd > end && (layout.Starts[line + 1] != end + 2 || _text[end] != '\r' || _text[end + 1] != '\n'))
        {
            return false;
        }

        int row = layout.Rows[line];
        if (_kinds[row] == (int)ObisKind.PeakHistory)
        {
            reading.PeakHistory.Clear();
        }

        return ParseValue(p, row, code, reading) == end;
    }
}
