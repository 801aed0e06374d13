using MeterFirmware.Feed;
using MeterFirmware.Json;

namespace MeterFirmware.Control;

/// <summary><c>rates/error</c>, <c>settings/error</c> and <c>restart/error</c>: why a message was refused; nothing has changed then.</summary>
public sealed class RefusalPayload : IPayload
{
    private string _command = "";
    private string _why = "";
    private int _line;
    private int _column;
    private string _crc = "";

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        json.BeginObject();
        json.Text("command", _command);
        json.Text("error", _why);
        if (_line > 0)
        {
            json.Number("line", _line);
            json.Number("column", _column);
        }

        json.Text("crc", _crc);
        json.EndObject();
    }

    /// <summary>Says what is refused.</summary>
    /// <param name="command">The command.</param>
    /// <param name="why">Why, without full stop.</param>
    /// <param name="crc">The CRC-32 of the whole message as it came, so that its sender knows it for his.</param>
    /// <param name="line">The line of the payload, from 1; 0 when it is not about a place.</param>
    /// <param name="column">The column, from 1.</param>
    internal void Say(string command, string why, string crc, int line, int column)
    {
        _command = command;
        _why = why;
        _crc = crc;
        _line = line;
        _column = column;
    }
}
