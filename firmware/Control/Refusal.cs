using MeterFirmware.Json;

namespace MeterFirmware.Control;

/// <summary>Why a message was refused; nothing has changed then.</summary>
internal sealed class Refusal
{
    // An error quotes what it found.
    private const int LongestWhy = 512;

    private readonly string _command;
    private readonly string _why;
    private readonly string _crc;
    private readonly int _line;
    private readonly int _column;

    /// <summary>Makes it.</summary>
    /// <param name="command">What is refused.</param>
    /// <param name="why">Why, without full stop.</param>
    /// <param name="crc">The CRC-32 of the whole message as it came, so that its sender knows it for his.</param>
    /// <param name="line">The line of the payload, from 1; 0 when it is not about a place.</param>
    /// <param name="column">The column, from 1.</param>
    internal Refusal(string command, string why, string crc, int line, int column)
    {
        _command = command;
        _why = why;
        _crc = crc;
        _line = line;
        _column = column;
    }

    internal void Write(JsonWriter json)
    {
        json.BeginObject();
        json.Text("command", _command);
        json.Text("error", _why, LongestWhy);
        if (_line > 0)
        {
            json.Number("line", _line);
            json.Number("column", _column);
        }

        json.Text("crc", _crc);
        json.EndObject();
    }
}
