using MeterFirmware.Json;

namespace MeterFirmware.Settings;

/// <summary>Reads the <c>p1</c> and the <c>i2c</c> of <c>settings.json</c>: which pins, of which none may be used twice.</summary>
internal sealed class PinSettingsReader
{
    private const int Rx = 0;
    private const int Tx = 1;
    private const int Data = 2;
    private const int Clock = 3;
    private const int Count = 4;

    // The most that any chip has, an ESP32-S3.
    private const int HighestPin = 48;

    private static readonly string[] P1Names = { "inverted", "rx", "tx" };
    private static readonly string[] I2cNames = { "data", "clock" };
    private static readonly string[] Paths = { "p1.rx", "p1.tx", "i2c.data", "i2c.clock" };

    private readonly JsonReader _json;
    private readonly DeviceSettings _settings;
    private readonly int[] _pins;
    private readonly int[] _positions = new int[Count];

    /// <summary>Reads from where a text stands; what it does not mention stays as it is.</summary>
    /// <param name="json">The text.</param>
    /// <param name="settings">Takes what it says.</param>
    internal PinSettingsReader(JsonReader json, DeviceSettings settings)
    {
        _json = json;
        _settings = settings;
        _pins = PinsOf(settings);
    }

    /// <summary>Reads the object <c>p1</c>.</summary>
    /// <exception cref="InvalidInputException">Something is not as it should be.</exception>
    internal void ReadP1()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "inverted":
                    _settings.P1Inverted = _json.ReadBoolean();
                    break;
                case "rx":
                    ReadPin(Rx);
                    break;
                case "tx":
                    ReadPin(Tx);
                    break;
                default:
                    throw _json.UnknownName(name, P1Names);
            }
        }
    }

    /// <summary>Reads the object <c>i2c</c>.</summary>
    /// <exception cref="InvalidInputException">Something is not as it should be.</exception>
    internal void ReadI2c()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "data":
                    ReadPin(Data);
                    break;
                case "clock":
                    ReadPin(Clock);
                    break;
                default:
                    throw _json.UnknownName(name, I2cNames);
            }
        }
    }

    /// <summary>Takes the pins, once all of the file was read.</summary>
    /// <exception cref="InvalidInputException">One is used twice.</exception>
    internal void End()
    {
        Check();
        _settings.P1RxPin = _pins[Rx];
        _settings.P1TxPin = _pins[Tx];
        _settings.I2cDataPin = _pins[Data];
        _settings.I2cClockPin = _pins[Clock];
    }

    /// <summary>Finds a pin that cannot be right on a chip: its flash memory needs it, or there is no such pin.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="before">The settings before; what they have already is no reason against another change.</param>
    /// <param name="board">What nanoCLR was built for, for instance <c>ESP32_S3_QUAD</c>.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    internal static string? ProblemOf(DeviceSettings settings, DeviceSettings before, string board)
    {
        // Of an S2 and an S3 the pins in between are not there, and those of the flash memory are others.
        bool isS = board.IndexOf("_S2") >= 0 || board.IndexOf("_S3") >= 0;
        int[] pins = PinsOf(settings);
        int[] pinsBefore = PinsOf(before);
        for (int i = 0; i < Count; i++)
        {
            int pin = pins[i];
            bool isWrong = isS ? pin >= 22 && pin <= 32 : (pin >= 6 && pin <= 11) || pin > 39;
            if (isWrong && pin != pinsBefore[i])
            {
                return Paths[i] + " cannot be " + pin.ToString() + " on " + board + ", whose flash memory needs that pin, or which has no such pin";
            }
        }

        return null;
    }

    private static int[] PinsOf(DeviceSettings settings) =>
        new int[] { settings.P1RxPin, settings.P1TxPin, settings.I2cDataPin, settings.I2cClockPin };

    private void ReadPin(int index)
    {
        _positions[index] = _json.Position;
        _pins[index] = (int)_json.ReadDecimal(0, 0, HighestPin);
    }

    // A pin that is used twice, also by default.
    private void Check()
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
                        Paths[blamed],
                        "pin " + _pins[i].ToString() + " is already " + Paths[other] + (_positions[other] == 0 ? " by default" : ""));
                }
            }
        }
    }
}
