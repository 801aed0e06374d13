namespace MeterFirmware.Benchmarks.Forecast.Houses;

/// <summary>What a played house is known for.</summary>
internal enum HouseKind
{
    /// <summary>Nothing but the background, in some houses with a steady load of up to 3 kW.</summary>
    Flat,

    /// <summary>A meal on one to three plates, often with oven, kettle or microwave.</summary>
    Cooking,

    /// <summary>A car that charges in steps.</summary>
    Charger,

    /// <summary>A heat pump that cycles.</summary>
    HeatPump,

    /// <summary>Solar panels under passing clouds, and a load by day.</summary>
    Clouds,

    /// <summary>Short loads in the proportions of recorded houses, in some with a heat pump, a charger or panels beside them.</summary>
    Everyday,
}
