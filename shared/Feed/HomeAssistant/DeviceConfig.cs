using MeterFirmware.Json;
using MeterFirmware.Readings;

namespace MeterFirmware.Feed.HomeAssistant;

/// <summary>The message from which Home Assistant makes a device and its entities (MQTT device discovery).</summary>
internal sealed class DeviceConfig : IPayload
{
    private const string Software = "MeterFirmware";

    private readonly HouseEquipment _house;
    private readonly DeviceStatus _status;
    private readonly FeedOptions _options;

    public DeviceConfig(HouseEquipment house, DeviceStatus status, FeedOptions options)
    {
        _house = house;
        _status = status;
        _options = options;
    }

    /// <summary>Whether only the entities are in it that a house looks at first.</summary>
    public bool IsShort { get; set; }

    /// <inheritdoc/>
    public void Write(JsonWriter json)
    {
        json.BeginObject();
        json.BeginObject("device");
        json.Text("identifiers", _options.DeviceId);
        json.Text("name", "P1 meter");
        json.Text("manufacturer", Software);
        json.Text("model", "P1 meter");
        json.Text("sw_version", _status.Version);
        if (_house.Serial.Length > 0)
        {
            json.Text("serial_number", _house.Serial);
        }

        json.EndObject();
        json.BeginObject("origin");
        json.Text("name", Software);
        json.Text("sw_version", _status.Version);
        json.EndObject();
        WriteAvailability(json);
        json.Text("state_topic", _options.Topic(FeedTopic.State));
        json.BeginObject("components");
        EntityWriter entities = new(json, _options);
        WriteFirst(entities);
        if (!IsShort)
        {
            WriteOthers(entities);
        }

        json.EndObject();
        json.EndObject();
    }

    // What the meter says needs the device, and a meter that is not silent. Which of the two is missing shows in the entity that
    // tells of the silence: it needs the device only.
    private void WriteAvailability(JsonWriter json)
    {
        json.Text("availability_mode", "all");
        json.BeginList("availability");
        json.BeginObject();
        json.Text("topic", _options.Topic(FeedTopic.Status));
        json.EndObject();
        json.BeginObject();
        json.Text("topic", _options.Topic(FeedTopic.Diagnostics));
        json.Text("value_template", "{{'offline' if value_json.meterSilent else 'online'}}");
        json.EndObject();
        json.EndList();
    }

    // Two tables of entities: a row each, the topic above. The first column is the entity's id for good, short since it is written
    // twice; then what people read, what it is, and where the payload has it. These are the ones that a house looks at first.
    private void WriteFirst(EntityWriter to)
    {
        to.From(FeedTopic.State, _options.StateSeconds);
        if (_house.Has(Field.ImportDayWh) && _house.Has(Field.ImportNightWh))
        {
            to.Sensor("i", "Energy import", EntityKind.Energy, "importKwh|d");
        }

        if (_house.Has(Field.ExportDayWh) && _house.Has(Field.ExportNightWh))
        {
            to.Sensor("e", "Energy export", EntityKind.Energy, "exportKwh|d");
        }

        Sensor(to, "pi", "Power import", EntityKind.Power, Field.ImportW);
        Sensor(to, "pe", "Power export", EntityKind.Power, Field.ExportW);

        to.From(FeedTopic.State, 0);
        SubMeters(to, "g", "Gas", EntityKind.Gas, SubMeter.Gas);
        SubMeters(to, "w", "Water", EntityKind.Water, SubMeter.Water);
        SubMeters(to, "h", "Heat", EntityKind.Heat, SubMeter.Heat);

        to.From(FeedTopic.Quarter, _options.QuarterSeconds);
        to.Problem("qa", "Peak alarm", "peakAlarm");
        to.Sensor("qf", "Quarter forecast", EntityKind.Power, "forecastW");
        to.Sensor("qt", "Peak threshold", EntityKind.Power, "thresholdW");
        to.Sensor("qg", "Gap to peak", EntityKind.Power, "gapW");
        to.Sensor("qp", "Allowed power", EntityKind.Power, "allowedW");

        to.From(FeedTopic.Peaks, 0);
        to.Sensor("mp", "Monthly peak", EntityKind.Power, "peakW");

        to.From(FeedTopic.Costs, 0);
        to.Sensor("ct", "Cost today", EntityKind.Amount, "today.totalEur");

        to.From(FeedTopic.Diagnostics, 0);
        to.Problem("ds", "Meter silent", "meterSilent");
    }

    private void WriteOthers(EntityWriter to)
    {
        to.From(FeedTopic.State, _options.StateSeconds);
        Sensor(to, "id", "Energy import day", EntityKind.Energy, Field.ImportDayWh);
        Sensor(to, "in", "Energy import night", EntityKind.Energy, Field.ImportNightWh);
        Sensor(to, "ed", "Energy export day", EntityKind.Energy, Field.ExportDayWh);
        Sensor(to, "en", "Energy export night", EntityKind.Energy, Field.ExportNightWh);
        Phase(to, "p1", "Power L1", Field.ImportL1W, "importL1W|d(0)-value_json.exportL1W|d(0)");
        Phase(to, "p2", "Power L2", Field.ImportL2W, "importL2W|d(0)-value_json.exportL2W|d(0)");
        Phase(to, "p3", "Power L3", Field.ImportL3W, "importL3W|d(0)-value_json.exportL3W|d(0)");
        Sensor(to, "v1", "Voltage L1", EntityKind.Voltage, Field.VoltageL1Mv);
        Sensor(to, "v2", "Voltage L2", EntityKind.Voltage, Field.VoltageL2Mv);
        Sensor(to, "v3", "Voltage L3", EntityKind.Voltage, Field.VoltageL3Mv);
        Sensor(to, "a1", "Current L1", EntityKind.Current, Field.CurrentL1Ma);
        Sensor(to, "a2", "Current L2", EntityKind.Current, Field.CurrentL2Ma);
        Sensor(to, "a3", "Current L3", EntityKind.Current, Field.CurrentL3Ma);
        if (_house.HasRate)
        {
            to.Sensor("r", "Rate", EntityKind.Word, "rate|d(none)");
        }

        to.From(FeedTopic.Quarter, _options.QuarterSeconds);
        to.Sensor("qd", "Quarter demand", EntityKind.Power, "demandW");
        to.Sensor("qs", "Time to new peak", EntityKind.Seconds, "secondsToBreach");
        to.Sensor("qc", "Cost of new peak", EntityKind.Amount, "breachEur");

        to.From(FeedTopic.Peaks, 0);
        to.Sensor("mt", "Monthly peak time", EntityKind.Moment, "peakEnd");
        to.Sensor("mm", "Mean monthly peak", EntityKind.Power, "meanW");
        to.Sensor("mc", "Capacity cost per year", EntityKind.Amount, "capacityEurPerYear");

        to.From(FeedTopic.Costs, 0);
        to.Sensor("cy", "Cost yesterday", EntityKind.Amount, "yesterday.totalEur");
        to.Sensor("cm", "Cost this month", EntityKind.Amount, "month.totalEur");
        to.Sensor("ca", "Cost this year", EntityKind.Amount, "year.totalEur");
        to.Sensor("ce", "Electricity cost", EntityKind.CostTotal, "sinceStart.electricityEur");
        if (_house.HasGasCosts)
        {
            to.Sensor("cg", "Gas cost", EntityKind.CostTotal, "sinceStart.gasEur|d");
        }

        if (_house.HasWaterCosts)
        {
            to.Sensor("cw", "Water cost", EntityKind.CostTotal, "sinceStart.waterEur|d");
        }

        to.From(FeedTopic.Diagnostics, 0);
        to.Sensor("dc", "CRC errors", EntityKind.Count, "crcErrors");
        if (_house.HasSignal)
        {
            to.Sensor("dw", "Wi-Fi signal", EntityKind.Signal, "signalDbm|d");
        }

        to.HiddenSensor("du", "Uptime", EntityKind.Seconds, "uptimeSeconds");
    }

    private void Sensor(EntityWriter to, string key, string name, EntityKind kind, Field field)
    {
        if (_house.Has(field))
        {
            to.Sensor(key, name, kind, StateField.Name(field) + "|d");
        }
    }

    private void Phase(EntityWriter to, string key, string name, Field field, string value)
    {
        if (_house.Has(field))
        {
            to.Sensor(key, name, EntityKind.Power, value);
        }
    }

    // A channel keeps its entity when another meter of the same type takes its place, so that the Energy dashboard goes on.
    private void SubMeters(EntityWriter to, string key, string name, EntityKind kind, int deviceType)
    {
        string register = ChannelName.RegisterOf(deviceType);
        bool isFirst = true;
        for (int channel = 1; channel <= ObisCode.LastChannel; channel++)
        {
            if (_house.DeviceType(channel) == deviceType)
            {
                string number = channel.ToString();
                string fullName = isFirst ? name : name + " channel " + number;
                to.Sensor(key + number, fullName, kind, "get('" + ChannelName.Of(channel) + "',{})." + register + "|d");
                isFirst = false;
            }
        }
    }
}
