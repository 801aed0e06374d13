namespace MeterFirmware.Feed;

/// <summary>How far a <see cref="FeedMessage"/> has come.</summary>
public enum MessageState
{
    /// <summary>Not handed over, or dealt with since.</summary>
    Idle,

    /// <summary>Handed over; its bytes must not change.</summary>
    InFlight,

    /// <summary>Acknowledged by the broker.</summary>
    Delivered,

    /// <summary>The connection ended before the broker acknowledged it; whether it arrived is not known.</summary>
    Lost,
}
