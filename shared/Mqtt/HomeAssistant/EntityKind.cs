namespace MeterFirmware.Mqtt.HomeAssistant;

/// <summary>What an entity's value is. It settles the device class, the state class, the unit and the decimals shown.</summary>
internal enum EntityKind
{
    /// <summary>A register that only rises, kWh.</summary>
    Energy,

    /// <summary>A heat meter's register, GJ.</summary>
    Heat,

    /// <summary>A gas meter's register, m³.</summary>
    Gas,

    /// <summary>A water meter's register, m³.</summary>
    Water,

    /// <summary>W.</summary>
    Power,

    /// <summary>V.</summary>
    Voltage,

    /// <summary>A.</summary>
    Current,

    /// <summary>A time span, s.</summary>
    Seconds,

    /// <summary>
    /// An amount that is no running total, EUR. The cost of a day or a month is one too: it starts over, and a total that starts
    /// over must say when. Statistics come from <see cref="CostTotal"/>, of which Home Assistant makes days and months itself.
    /// </summary>
    Amount,

    /// <summary>A cost since the start, EUR; it falls when export earns more than import costs.</summary>
    CostTotal,

    /// <summary>A price, EUR/kWh. Those of the day come with it, as attributes.</summary>
    Price,

    /// <summary>A moment.</summary>
    Moment,

    /// <summary>A name.</summary>
    Word,

    /// <summary>A count since the device's start.</summary>
    Count,

    /// <summary>Seconds since the start; the user has to enable it. All else that its topic says comes with it, as attributes.</summary>
    Uptime,

    /// <summary>On while there is a problem: a binary sensor, all others are sensors.</summary>
    Problem,
}
