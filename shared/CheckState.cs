namespace MeterFirmware;

/// <summary>What a self-check at the start came to.</summary>
public enum CheckState
{
    /// <summary>Not known yet.</summary>
    Waiting,

    /// <summary>It works.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,
}
