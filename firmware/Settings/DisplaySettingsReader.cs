using MeterFirmware.Json;
using MeterFirmware.Time;

namespace MeterFirmware.Settings;

/// <summary>Reads the <c>display</c> of <c>settings.json</c>: how bright it is and when, and how long a page stays.</summary>
internal sealed class DisplaySettingsReader
{
    private const int QuartersPerHour = 4;

    private static readonly string[] Names = { "pageSeconds", "brightness", "nightBrightness", "night" };

    private readonly JsonReader _json;
    private readonly DeviceSettings _settings;

    /// <summary>Reads from where a text stands.</summary>
    /// <param name="json">The text.</param>
    /// <param name="settings">Takes what it says.</param>
    internal DisplaySettingsReader(JsonReader json, DeviceSettings settings)
    {
        _json = json;
        _settings = settings;
    }

    /// <summary>Reads the object.</summary>
    /// <exception cref="InvalidInputException">Something is not as it should be.</exception>
    internal void Read()
    {
        _json.BeginObject();
        for (string? name = _json.NextName(); name != null; name = _json.NextName())
        {
            switch (name)
            {
                case "pageSeconds":
                    _settings.PageSeconds = (int)_json.ReadDecimal(0, 1, 3600);
                    break;
                case "brightness":
                    _settings.BrightnessPercent = (int)_json.ReadDecimal(0, 0, 100);
                    break;
                case "nightBrightness":
                    _settings.NightBrightnessPercent = (int)_json.ReadDecimal(0, 0, 100);
                    break;
                case "night":
                    ReadNight();
                    break;
                default:
                    throw _json.UnknownName(name, Names);
            }
        }
    }

    private void ReadNight()
    {
        int position = _json.Position;
        string text = _json.ReadText();
        if (text.Length == 0)
        {
            _settings.NightUntilHour = _settings.NightFromHour;
            return;
        }

        ClockHours night = new(text);
        bool isRight = night.IsValid
            && night.From % QuartersPerHour == 0
            && night.Quarters % QuartersPerHour == 0
            && night.Quarters < BelgianTime.QuartersPerDay;
        if (!isRight)
        {
            throw _json.ErrorAt(position, "hours such as \"22-7\" were expected, or \"\" for no night, found \"" + text + "\"");
        }

        _settings.NightFromHour = night.From / QuartersPerHour;
        _settings.NightUntilHour = (night.From + night.Quarters) % BelgianTime.QuartersPerDay / QuartersPerHour;
    }
}
