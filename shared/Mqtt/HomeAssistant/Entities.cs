using System;
using MeterFirmware.Json;
using MeterFirmware.Readings;

namespace MeterFirmware.Mqtt.HomeAssistant;

/// <summary>The entities: a row each, and how a row becomes the message that tells Home Assistant of it.</summary>
internal sealed class Entities
{
    // The rows here; the fields that have an entity come between them, those of the channels behind, one for each kind of sub-meter.
    private const int Rows = 33;
    private const int RowsBefore = 3;
    private const int Media = 3;

    private readonly Equipment _equipment;
    private readonly Meter _meter;
    private readonly DeviceStatus _status;
    private readonly PublisherOptions _options;

    private readonly byte[] _fields = WithEntity();

    // The row that was chosen.
    private string _topic = "";
    private string _key = "";
    private string _name = "";
    private string _value = "";
    private EntityKind _kind;

    public Entities(Equipment equipment, Meter meter, DeviceStatus status, PublisherOptions options)
    {
        _equipment = equipment;
        _meter = meter;
        _status = status;
        _options = options;
    }

    /// <summary>How many there can be.</summary>
    public int Count => Rows + _fields.Length + (Media * ObisCode.LastChannel);

    /// <summary>The topic of the row that was chosen, from which Home Assistant reads it.</summary>
    public string Topic =>
        _options.HomeAssistantPrefix + (_kind == EntityKind.Problem ? "/binary_sensor/" : "/sensor/") + TopicPart(_options.DeviceId) + "/" + _key + "/config";

    // First the one that is always there: it brings what Home Assistant shows of the device.
    private bool IsFirst => _key == "ds";

    /// <summary>Chooses a row.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Whether the house has what it tells of.</returns>
    public bool Choose(int row)
    {
        if (row >= RowsBefore && row < RowsBefore + _fields.Length)
        {
            return State((Field)_fields[row - RowsBefore]);
        }

        row -= row < RowsBefore ? 0 : _fields.Length;
        if (row >= Rows)
        {
            return Channel(((row - Rows) / Media) + 1, (row - Rows) % Media);
        }

        // The first text is the entity's id for good, without which Home Assistant takes it for another; then what people read, what
        // it is, and where the payload has it, as Jinja goes on after "value_json.".
        // One way out: the chip keeps room on the stack for each return.
        bool isThere;
        switch (row)
        {
            case 0: isThere = From(TopicName.Diagnostics, "ds", "Meter silent", EntityKind.Problem, "meterSilent"); break;
            case 1: isThere = From(TopicName.Diagnostics, "dc", "CRC errors", EntityKind.Count, "crcErrors"); break;
            case 2: isThere = From(TopicName.Diagnostics, "du", "Uptime", EntityKind.Uptime, "uptimeSeconds"); break;
            case 3: isThere = State("i", "Energy import", EntityKind.Energy, "importKwh|d") && Both(Field.ImportDayWh, Field.ImportNightWh); break;
            case 4: isThere = State("e", "Energy export", EntityKind.Energy, "exportKwh|d") && Both(Field.ExportDayWh, Field.ExportNightWh); break;
            case 5: isThere = State("p1", "Power L1", EntityKind.Power, "importL1W|d(0)-value_json.exportL1W|d(0)") && _equipment.Has(Field.ImportL1W); break;
            case 6: isThere = State("p2", "Power L2", EntityKind.Power, "importL2W|d(0)-value_json.exportL2W|d(0)") && _equipment.Has(Field.ImportL2W); break;
            case 7: isThere = State("p3", "Power L3", EntityKind.Power, "importL3W|d(0)-value_json.exportL3W|d(0)") && _equipment.Has(Field.ImportL3W); break;
            case 8: isThere = State("r", "Rate", EntityKind.Word, "rate|d(none)") && _equipment.HasRate; break;
            case 9: isThere = From(TopicName.Quarter, "qa", "Peak alarm", EntityKind.Problem, "peakAlarm"); break;
            case 10: isThere = From(TopicName.Quarter, "qd", "Quarter demand", EntityKind.Power, "demandW"); break;
            case 11: isThere = From(TopicName.Quarter, "qf", "Quarter forecast", EntityKind.Power, "forecastW"); break;
            case 12: isThere = From(TopicName.Quarter, "qt", "Peak threshold", EntityKind.Power, "thresholdW"); break;
            case 13: isThere = From(TopicName.Quarter, "qg", "Gap to peak", EntityKind.Power, "gapW"); break;
            case 14: isThere = From(TopicName.Quarter, "qp", "Allowed power", EntityKind.Power, "allowedW"); break;
            case 15: isThere = From(TopicName.Quarter, "qs", "Time to new peak", EntityKind.Seconds, "secondsToBreach"); break;
            case 16: isThere = From(TopicName.Quarter, "qc", "Cost of new peak", EntityKind.Amount, "breachEur"); break;
            case 17: isThere = From(TopicName.Peaks, "mp", "Monthly peak", EntityKind.Power, "peakW"); break;
            case 18: isThere = From(TopicName.Peaks, "mt", "Monthly peak time", EntityKind.Moment, "peakEnd"); break;
            case 19: isThere = From(TopicName.Peaks, "mm", "Mean monthly peak", EntityKind.Power, "meanW"); break;
            case 20: isThere = From(TopicName.Peaks, "mc", "Capacity cost per year", EntityKind.Amount, "capacityEurPerYear"); break;
            case 21: isThere = From(TopicName.Costs(0), "ct", "Cost today", EntityKind.Amount, "totalEur"); break;
            case 22: isThere = From(TopicName.Costs(1), "cy", "Cost yesterday", EntityKind.Amount, "totalEur"); break;
            case 23: isThere = From(TopicName.Costs(5), "cm", "Cost this month", EntityKind.Amount, "totalEur"); break;
            case 24: isThere = From(TopicName.Costs(6), "ca", "Cost this year", EntityKind.Amount, "totalEur"); break;
            case 25: isThere = From(TopicName.Costs(7), "ce", "Electricity cost", EntityKind.CostTotal, "electricityEur"); break;
            case 26: isThere = From(TopicName.Costs(7), "cg", "Gas cost", EntityKind.CostTotal, "gasEur|d") && _equipment.HasGasCosts; break;
            case 27: isThere = From(TopicName.Prices, "pn", "Price now", EntityKind.Price, "nowEurPerKwh") && _equipment.HasPrices; break;
            case 28: isThere = From(TopicName.Prices, "px", "Price next quarter", EntityKind.Price, "nextEurPerKwh") && _equipment.HasPrices; break;
            case 29: isThere = From(TopicName.Prices, "p1h", "Cheapest hour", EntityKind.Moment, "cheapest1h.start") && _equipment.HasPrices; break;
            case 30: isThere = From(TopicName.Prices, "p2h", "Cheapest 2 hours", EntityKind.Moment, "cheapest2h.start") && _equipment.HasPrices; break;
            case 31: isThere = From(TopicName.Prices, "p4h", "Cheapest 4 hours", EntityKind.Moment, "cheapest4h.start") && _equipment.HasPrices; break;
            default: isThere = From(TopicName.Costs(7), "cw", "Water cost", EntityKind.CostTotal, "waterEur|d") && _equipment.HasWaterCosts; break;
        }

        return isThere;
    }

    /// <summary>Writes the message of the row that was chosen.</summary>
    public void Write(JsonWriter json)
    {
        json.BeginObject();
        json.Text("~", _options.Root);
        json.Text("name", _name);
        json.Text("uniq_id", _options.DeviceId + "_" + _key);
        json.Text("stat_t", "~/" + _topic);
        json.Text("val_tpl", _kind == EntityKind.Problem ? "{{'ON' if value_json." + _value + " else 'OFF'}}" : "{{value_json." + _value + "}}");
        Describe(json);
        WriteExpiry(json);
        WriteAvailability(json);
        WriteDevice(json);
        json.EndObject();
    }

    private static byte[] WithEntity()
    {
        byte[] fields = new byte[(int)Field.Count];
        int count = 0;
        for (Field field = 0; field < Field.Count; field++)
        {
            if (ObisCatalogue.EntityIdOf(field).Length > 0)
            {
                fields[count++] = (byte)field;
            }
        }

        byte[] those = new byte[count];
        Array.Copy(fields, those, count);
        return those;
    }

    // Home Assistant leaves aside a topic with anything else in it.
    private static string TopicPart(string id)
    {
        char[] part = id.ToCharArray();
        for (int i = 0; i < part.Length; i++)
        {
            char c = part[i];
            bool isAllowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            part[i] = isAllowed ? c : '_';
        }

        return new string(part);
    }

    private bool State(string key, string name, EntityKind kind, string value) => From(TopicName.State, key, name, kind, value);

    private bool State(Field field)
    {
        ObisUnit unit = ObisCatalogue.UnitOf((int)field);
        EntityKind kind = unit == ObisUnit.WattHour ? EntityKind.Energy
            : unit == ObisUnit.Watt ? EntityKind.Power
            : unit == ObisUnit.Millivolt ? EntityKind.Voltage
            : EntityKind.Current;
        return State(ObisCatalogue.EntityIdOf(field), ObisCatalogue.EntityOf(field), kind, ObisCatalogue.NameOf(field) + "|d") && _equipment.Has(field);
    }

    private bool From(string topic, string key, string name, EntityKind kind, string value)
    {
        _topic = topic;
        _key = key;
        _name = name;
        _kind = kind;
        _value = value;
        return true;
    }

    private bool Both(Field day, Field night) => _equipment.Has(day) && _equipment.Has(night);

    // A channel keeps its entity when another meter of the same type takes its place, so that the Energy dashboard goes on.
    private bool Channel(int channel, int medium)
    {
        int type = medium == 0 ? SubMeter.Gas : medium == 1 ? SubMeter.Water : SubMeter.Heat;
        string key = medium == 0 ? "g" : medium == 1 ? "w" : "h";
        string name = medium == 0 ? "Gas" : medium == 1 ? "Water" : "Heat";
        EntityKind kind = medium == 0 ? EntityKind.Gas : medium == 1 ? EntityKind.Water : EntityKind.Heat;
        for (int before = 1; before < channel; before++)
        {
            if (_equipment.Medium(before) == type)
            {
                name += " channel " + channel.ToString();
                break;
            }
        }

        return From(TopicName.Channel(channel), key + channel.ToString(), name, kind, Payload.RegisterName(type, type == SubMeter.Heat) + "|d")
            && _equipment.Medium(channel) == type;
    }

    private void Describe(JsonWriter json)
    {
        switch (_kind)
        {
            case EntityKind.Energy:
                Class(json, "energy", "total_increasing", "kWh", 3);
                break;
            case EntityKind.Heat:
                Class(json, "energy", "total_increasing", "GJ", 3);
                break;
            case EntityKind.Gas:
                Class(json, "gas", "total_increasing", "m³", 3);
                break;
            case EntityKind.Water:
                Class(json, "water", "total_increasing", "m³", 3);
                break;
            case EntityKind.Power:
                Class(json, "power", "measurement", "W", 0);
                break;
            case EntityKind.Voltage:
                Class(json, "voltage", "measurement", "V", 1);
                break;
            case EntityKind.Current:
                Class(json, "current", "measurement", "A", 2);
                break;
            case EntityKind.Seconds:
                Class(json, "duration", "measurement", "s", 0);
                break;
            case EntityKind.Uptime:
                Class(json, "duration", "measurement", "s", 0);
                json.Bool("en", false);
                json.Text("json_attr_t", "~/" + TopicName.Diagnostics);
                break;
            case EntityKind.Amount:
                Class(json, "monetary", "", "EUR", 2);
                break;
            case EntityKind.CostTotal:
                Class(json, "monetary", "total", "EUR", 2);
                json.Text("lrst_val_tpl", "{{value_json.since or ''}}");
                break;
            case EntityKind.Price:
                Class(json, "", "measurement", "EUR/kWh", 4);
                json.Text("json_attr_t", "~/" + TopicName.PricesToday);
                break;
            case EntityKind.Moment:
                json.Text("dev_cla", "timestamp");
                break;
            case EntityKind.Count:
                json.Text("stat_cla", "total_increasing");
                break;
            case EntityKind.Problem:
                json.Text("dev_cla", "problem");
                break;
        }
    }

    private static void Class(JsonWriter json, string deviceClass, string stateClass, string unit, int decimals)
    {
        if (deviceClass.Length > 0)
        {
            json.Text("dev_cla", deviceClass);
        }

        if (stateClass.Length > 0)
        {
            json.Text("stat_cla", stateClass);
        }

        json.Text("unit_of_meas", unit);
        if (decimals > 0)
        {
            json.Number("sug_dsp_prc", decimals);
        }
    }

    // A register that is a minute old is still right; only what it measures now grows stale. A few messages may be missed, and a
    // slow broker may take its time.
    private void WriteExpiry(JsonWriter json)
    {
        int seconds = _topic == TopicName.State ? _options.StateSeconds : _topic == TopicName.Quarter ? _options.QuarterSeconds : 0;
        if (seconds > 0 && _kind != EntityKind.Energy)
        {
            json.Number("exp_aft", (3 * seconds) + 30);
        }
    }

    // What the meter says needs the device, and a meter that is not silent. What the device says of itself needs the device only.
    private void WriteAvailability(JsonWriter json)
    {
        bool isOfDevice = _topic == TopicName.Diagnostics;
        if (isOfDevice)
        {
            json.Text("ent_cat", "diagnostic");
        }
        else
        {
            json.Text("avty_mode", "all");
        }

        json.BeginList("avty");
        json.BeginObject();
        json.Text("t", "~/" + TopicName.Status);
        json.EndObject();
        if (!isOfDevice)
        {
            json.BeginObject();
            json.Text("t", "~/" + TopicName.Diagnostics);
            json.Text("val_tpl", "{{'offline' if value_json.meterSilent else 'online'}}");
            json.EndObject();
        }

        json.EndList();
    }

    // Home Assistant puts together what entities say of a device. All of them say its name: whichever it reads first, their ids
    // begin with it.
    private void WriteDevice(JsonWriter json)
    {
        json.BeginObject("dev");
        json.Text("ids", _options.DeviceId);
        json.Text("name", _options.Name);
        if (IsFirst)
        {
            json.Text("mf", "MeterFirmware");
            json.Text("mdl", "P1 meter");
            json.Text("sw", _status.Version);
            if (_meter.Reading.MeterSerial.IsPresent)
            {
                json.Text("sn", _meter.Reading.MeterSerial.Text);
            }
        }

        json.EndObject();
        if (IsFirst)
        {
            json.BeginObject("o");
            json.Text("name", "MeterFirmware");
            json.Text("sw", _status.Version);
            json.EndObject();
        }
    }
}
