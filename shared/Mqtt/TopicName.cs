namespace MeterFirmware.Mqtt;

/// <summary>The last part of each topic, and what is published on those that carry a word.</summary>
public static class TopicName
{
    /// <summary><see cref="Online"/> or <see cref="Offline"/>: whether the device is there. The broker says offline for it when it is lost.</summary>
    public const string Status = "status";

    /// <summary>What the meter measures now.</summary>
    public const string State = "state";

    /// <summary>The running quarter of an hour: will it set a new monthly peak?</summary>
    public const string Quarter = "quarter";

    /// <summary>Who the meter is, and what the grid operator has set and says.</summary>
    public const string Meter = "meter";

    /// <summary>The month's peak, and the mean that is billed.</summary>
    public const string Peaks = "peaks";

    /// <summary>The peaks of the months before.</summary>
    public const string PeakHistory = "peaks/history";

    /// <summary>What a person would want to be told.</summary>
    public const string Event = "event";

    /// <summary>How the device itself is doing.</summary>
    public const string Diagnostics = "diagnostics";

    /// <summary>What a kWh costs now and next, at prices that follow the market.</summary>
    public const string Prices = "prices";

    /// <summary>What it costs in each quarter of today.</summary>
    public const string PricesToday = "prices/today";

    /// <summary>What it costs in each quarter of tomorrow.</summary>
    public const string PricesTomorrow = "prices/tomorrow";

    /// <summary>The telegram as it came.</summary>
    public const string Telegram = "telegram";

    /// <summary>Payload of <see cref="Status"/> while the device is connected.</summary>
    public const string Online = "online";

    /// <summary>Payload of <see cref="Status"/> when it is not.</summary>
    public const string Offline = "offline";

    /// <summary>A gas, water or heat meter.</summary>
    /// <param name="number">Its M-Bus channel, 1 to 8.</param>
    /// <returns>channel1 to channel8.</returns>
    public static string Channel(int number) => "channel" + number.ToString();

    /// <summary>Use and costs of a period.</summary>
    /// <param name="period">0 today, 1 to 3 the days before, 4 week, 5 month, 6 year, 7 since counting started.</param>
    /// <returns>Such as costs/today.</returns>
    public static string Costs(int period) => period switch
    {
        0 => "costs/today",
        1 => "costs/yesterday",
        2 => "costs/twoDaysAgo",
        3 => "costs/threeDaysAgo",
        4 => "costs/week",
        5 => "costs/month",
        6 => "costs/year",
        _ => "costs/sinceStart",
    };
}
