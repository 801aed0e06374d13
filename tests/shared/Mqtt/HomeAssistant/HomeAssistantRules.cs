namespace MeterFirmware.Tests.Mqtt.HomeAssistant;

/// <summary>
/// What Home Assistant accepts, as its source says (home-assistant/core, for each rule the file under homeassistant/components). Only classes and keys that the meter may come to use are listed.
/// </summary>
internal static class HomeAssistantRules
{
    /// <summary>mqtt/schemas.py, MQTT_ENTITY_DEVICE_INFO_SCHEMA.</summary>
    public static readonly HashSet<string> DeviceKeys =
    [
        "identifiers", "connections", "manufacturer", "model", "model_id", "name", "hw_version", "serial_number", "sw_version",
        "via_device", "suggested_area", "configuration_url",
    ];

    /// <summary>mqtt/schemas.py, MQTT_ORIGIN_INFO_SCHEMA.</summary>
    public static readonly HashSet<string> OriginKeys = ["name", "sw_version", "support_url"];

    /// <summary>mqtt/schemas.py, MQTT_ENTITY_COMMON_SCHEMA and MQTT_AVAILABILITY_SCHEMA.</summary>
    private static readonly HashSet<string> EntityKeys =
    [
        "availability", "availability_mode", "device", "origin", "enabled_by_default", "entity_category", "icon", "json_attributes_topic",
        "json_attributes_template", "unique_id", "default_entity_id", "name", "device_class", "state_topic", "value_template", "qos",
    ];

    /// <summary>mqtt/sensor.py and mqtt/binary_sensor.py, PLATFORM_SCHEMA.</summary>
    private static readonly Dictionary<string, HashSet<string>> PlatformKeys = new()
    {
        ["sensor"] =
        [
            "expire_after", "force_update", "last_reset_value_template", "options", "suggested_display_precision", "state_class",
            "unit_of_measurement",
        ],
        ["binary_sensor"] = ["expire_after", "force_update", "off_delay", "payload_on", "payload_off"],
    };

    /// <summary>mqtt/abbreviations.py, ABBREVIATIONS.</summary>
    private static readonly Dictionary<string, string> Abbreviations = new()
    {
        ["avty"] = "availability",
        ["avty_mode"] = "availability_mode",
        ["dev"] = "device",
        ["dev_cla"] = "device_class",
        ["en"] = "enabled_by_default",
        ["ent_cat"] = "entity_category",
        ["exp_aft"] = "expire_after",
        ["ic"] = "icon",
        ["json_attr_t"] = "json_attributes_topic",
        ["lrst_val_tpl"] = "last_reset_value_template",
        ["o"] = "origin",
        ["stat_cla"] = "state_class",
        ["stat_t"] = "state_topic",
        ["sug_dsp_prc"] = "suggested_display_precision",
        ["t"] = "topic",
        ["uniq_id"] = "unique_id",
        ["unit_of_meas"] = "unit_of_measurement",
        ["val_tpl"] = "value_template",
    };

    /// <summary>mqtt/abbreviations.py, DEVICE_ABBREVIATIONS and ORIGIN_ABBREVIATIONS.</summary>
    private static readonly Dictionary<string, string> DeviceAbbreviations = new()
    {
        ["ids"] = "identifiers",
        ["mdl"] = "model",
        ["mf"] = "manufacturer",
        ["sn"] = "serial_number",
        ["sw"] = "sw_version",
    };

    /// <summary>Units by device class. sensor/const.py, DEVICE_CLASS_UNITS; a currency code of ISO 4217 for monetary; none for a timestamp.</summary>
    private static readonly Dictionary<string, string[]> Units = new()
    {
        ["current"] = ["A", "mA"],
        ["duration"] = ["d", "h", "min", "s", "ms"],
        ["energy"] = ["J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh", "cal", "kcal", "Mcal", "Gcal"],
        ["gas"] = ["m³", "ft³", "CCF"],
        ["monetary"] = ["EUR"],
        ["power"] = ["W", "kW", "MW", "GW", "TW"],
        ["timestamp"] = [],
        ["voltage"] = ["V", "mV", "µV", "kV", "MV"],
        ["water"] = ["m³", "L", "ft³", "CCF", "gal"],
    };

    /// <summary>State classes by device class. sensor/const.py, DEVICE_CLASS_STATE_CLASSES.</summary>
    private static readonly Dictionary<string, string[]> StateClasses = new()
    {
        ["current"] = ["measurement"],
        ["duration"] = ["measurement", "total", "total_increasing"],
        ["energy"] = ["total", "total_increasing"],
        ["gas"] = ["total", "total_increasing"],
        ["monetary"] = ["total"],
        ["power"] = ["measurement"],
        ["timestamp"] = [],
        ["voltage"] = ["measurement"],
        ["water"] = ["total", "total_increasing"],
    };

    /// <summary>Some of binary_sensor/__init__.py, BinarySensorDeviceClass.</summary>
    private static readonly string[] BinaryClasses = ["connectivity", "problem"];

    /// <summary>Entities that only read; helpers/entity.py of Home Assistant knows config too, which is for settings.</summary>
    private static readonly string[] Categories = ["diagnostic"];

    public static string FullKey(string key) => Abbreviations.GetValueOrDefault(key, key);

    public static string FullDeviceKey(string key) => DeviceAbbreviations.GetValueOrDefault(key, key);

    /// <summary>What is wrong with an entity; empty when it is right.</summary>
    public static List<string> Faults(Entity entity)
    {
        List<string> faults = [];
        if (!PlatformKeys.TryGetValue(entity.Platform, out HashSet<string>? keys))
        {
            faults.Add($"{entity.Platform} is no platform");
            return faults;
        }

        faults.AddRange(entity.Members.Keys.Where(key => !EntityKeys.Contains(key) && !keys.Contains(key)).Select(key => $"{key} is unknown"));
        if (entity.OptionalText("entity_category") is { } category && !Categories.Contains(category))
        {
            faults.Add($"{category} is no category of an entity that only reads");
        }

        if (entity.Platform == "binary_sensor")
        {
            if (!BinaryClasses.Contains(entity.DeviceClass))
            {
                faults.Add($"{entity.DeviceClass} is no class of a binary sensor");
            }

            return faults;
        }

        AddSensorFaults(entity, faults);
        return faults;
    }

    private static void AddSensorFaults(Entity entity, List<string> faults)
    {
        if (entity.DeviceClass is not { } deviceClass)
        {
            if (entity.Unit != null)
            {
                faults.Add("a unit without a class");
            }
        }
        else if (!Units.TryGetValue(deviceClass, out string[]? units))
        {
            faults.Add($"{deviceClass} is no class of a sensor");
        }
        else
        {
            if (units.Length == 0 ? entity.Unit != null : !units.Contains(entity.Unit))
            {
                faults.Add($"{entity.Unit} is no unit of {deviceClass}");
            }

            if (entity.StateClass != null && !StateClasses[deviceClass].Contains(entity.StateClass))
            {
                faults.Add($"{deviceClass} cannot be {entity.StateClass}");
            }
        }

        // mqtt/sensor.py, validate_sensor_state_and_device_class_config.
        if (entity.Members.ContainsKey("last_reset_value_template") && entity.StateClass != "total")
        {
            faults.Add("last_reset without a total");
        }
    }
}
