using MeterFirmware.Json;

namespace MeterFirmware.Feed.HomeAssistant;

/// <summary>Writes entities into <c>components</c>, with the abbreviated keys that Home Assistant knows.</summary>
/// <remarks>
/// Device discovery does not expand a base topic. What saves most is that an entity without topic takes the one of the whole
/// device, which is <c>state</c>, and likewise the availability.
/// </remarks>
internal sealed class EntityWriter
{
    private readonly JsonWriter _json;
    private readonly FeedOptions _options;
    private string _topic = FeedTopic.State;
    private int _expireSeconds;

    public EntityWriter(JsonWriter json, FeedOptions options)
    {
        _json = json;
        _options = options;
    }

    /// <summary>Says where the entities that follow get their values.</summary>
    /// <param name="topic">Of <see cref="FeedTopic"/>.</param>
    /// <param name="intervalSeconds">How often it is sent; 0 when its values stay true until the next.</param>
    public void From(string topic, int intervalSeconds)
    {
        _topic = topic;

        // A few messages may be missed, and a slow broker may take its time.
        _expireSeconds = intervalSeconds == 0 ? 0 : (3 * intervalSeconds) + 30;
    }

    /// <summary>Writes a sensor.</summary>
    /// <param name="key">Its id within the device. It must never change, or Home Assistant takes it for another entity.</param>
    /// <param name="name">What people read.</param>
    /// <param name="kind">What its value is.</param>
    /// <param name="value">Where in the payload the value is, as Jinja goes on after <c>value_json.</c></param>
    public void Sensor(string key, string name, EntityKind kind, string value)
    {
        Begin(key, "sensor", name);
        Describe(kind);
        EndSensor(value);
    }

    /// <summary>Writes a sensor that the user has to enable first. All else that its topic says comes with it, as attributes.</summary>
    /// <param name="key">As of <see cref="Sensor"/>.</param>
    /// <param name="name">What people read.</param>
    /// <param name="kind">What its value is.</param>
    /// <param name="value">As of <see cref="Sensor"/>.</param>
    public void HiddenSensor(string key, string name, EntityKind kind, string value)
    {
        Begin(key, "sensor", name);
        Describe(kind);
        _json.Bool("en", false);
        _json.Text("json_attr_t", _options.Topic(_topic));
        EndSensor(value);
    }

    /// <summary>Writes a binary sensor that is on while there is a problem.</summary>
    /// <param name="key">As of <see cref="Sensor"/>.</param>
    /// <param name="name">What people read.</param>
    /// <param name="member">The member of the payload that says so.</param>
    public void Problem(string key, string name, string member)
    {
        Begin(key, "binary_sensor", name);
        _json.Text("dev_cla", "problem");
        Expire();
        End("{{'ON' if value_json." + member + " else 'OFF'}}");
    }

    private void Describe(EntityKind kind)
    {
        switch (kind)
        {
            case EntityKind.Energy:
                Class("energy", "total_increasing", "kWh", 3);
                break;
            case EntityKind.Heat:
                Class("energy", "total_increasing", "GJ", 3);
                break;
            case EntityKind.Gas:
                Class("gas", "total_increasing", "m³", 3);
                break;
            case EntityKind.Water:
                Class("water", "total_increasing", "m³", 3);
                break;
            case EntityKind.Power:
                Class("power", "measurement", "W", 0);
                break;
            case EntityKind.Voltage:
                Class("voltage", "measurement", "V", 1);
                break;
            case EntityKind.Current:
                Class("current", "measurement", "A", 2);
                break;
            case EntityKind.Seconds:
                Class("duration", "measurement", "s", 0);
                break;
            case EntityKind.Amount:
                Class("monetary", "", "EUR", 2);
                break;
            case EntityKind.CostTotal:
                Class("monetary", "total", "EUR", 2);
                _json.Text("lrst_val_tpl", "{{value_json.since or ''}}");
                break;
            case EntityKind.Moment:
                _json.Text("dev_cla", "timestamp");
                break;
            case EntityKind.Count:
                _json.Text("stat_cla", "total_increasing");
                break;
            case EntityKind.Signal:
                Class("signal_strength", "measurement", "dBm", 0);
                break;
        }

        // A register that is a minute old is still right; only what it measures now grows stale.
        if (kind != EntityKind.Energy)
        {
            Expire();
        }
    }

    private void Begin(string key, string platform, string name)
    {
        _json.BeginObject(key);
        _json.Text("p", platform);
        _json.Text("name", name);
        _json.Text("uniq_id", _options.DeviceId + "_" + key);
    }

    private void Class(string deviceClass, string stateClass, string unit, int decimals)
    {
        _json.Text("dev_cla", deviceClass);
        if (stateClass.Length > 0)
        {
            _json.Text("stat_cla", stateClass);
        }

        _json.Text("unit_of_meas", unit);
        if (decimals > 0)
        {
            _json.Number("sug_dsp_prc", decimals);
        }
    }

    private void Expire()
    {
        if (_expireSeconds > 0)
        {
            _json.Number("exp_aft", _expireSeconds);
        }
    }

    private void EndSensor(string value) => End("{{value_json." + value + "}}");

    private void End(string template)
    {
        if (_topic != FeedTopic.State)
        {
            _json.Text("stat_t", _options.Topic(_topic));
        }

        // What the device says of itself is there while the meter is silent.
        if (_topic == FeedTopic.Diagnostics)
        {
            _json.Text("ent_cat", "diagnostic");
            _json.BeginObject("avty");
            _json.Text("t", _options.Topic(FeedTopic.Status));
            _json.EndObject();
        }

        _json.Text("val_tpl", template);
        _json.EndObject();
    }
}
