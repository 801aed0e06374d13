using MeterFirmware.Json;

namespace MeterFirmware.Settings;

/// <summary>The pins read so far, of which none may be used twice, and where each stands in the file.</summary>
internal sealed class PinSettings
{
    private const int Count = 4;
    private const int HighestPin = 39;
    private const int FirstFlashPin = 6;
    private const int LastFlashPin = 11;

    private readonly JsonReader _json;
    private readonly int[] _pins;
    private readonly int[] _positions = new int[Count];
    private readonly string[] _paths;

    /// <summary>Starts with the pins by default.</summary>
    internal PinSettings(JsonReader json, int[] pins, string[] paths)
    {
        _json = json;
        _pins = pins;
        _paths = paths;
    }

    /// <summary>The pin in force.</summary>
    internal int this[int index] => _pins[index];

    /// <summary>Reads the pin that comes next.</summary>
    internal void Read(int index)
    {
        int position = _json.Position;
        int pin = (int)_json.ReadDecimal(0, 0, HighestPin);
        if (pin >= FirstFlashPin && pin <= LastFlashPin)
        {
            throw _json.ErrorAt(position, "another pin was expected, 6 to 11 belong to the flash memory, found \"" + pin.ToString() + "\"");
        }

        _pins[index] = pin;
        _positions[index] = position;
    }

    /// <summary>Looks for a pin that is used twice, also by default, once all of the file was read.</summary>
    internal void Check()
    {
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (_pins[i] == _pins[j])
                {
                    // Of the two, the one that the user wrote last is to blame.
                    int blamed = _positions[i] >= _positions[j] ? i : j;
                    int other = blamed == i ? j : i;
                    throw _json.ErrorAt(
                        _positions[blamed],
                        _paths[blamed],
                        "pin " + _pins[i].ToString() + " is already " + _paths[other] + (_positions[other] == 0 ? " by default" : ""));
                }
            }
        }
    }
}
