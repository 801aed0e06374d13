namespace MeterFirmware.Companion.Asking;

/// <summary>Takes a secret from where other users of the machine cannot read it.</summary>
internal static class SecretInput
{
    /// <summary>From a file's first line, else from the environment.</summary>
    /// <param name="file">The file, or null.</param>
    /// <param name="variable">The environment's variable.</param>
    /// <returns>Null when there is neither.</returns>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public static string? Read(string? file, string variable) =>
        file == null ? Environment.GetEnvironmentVariable(variable) : Sources.SmallFile.ReadFirstLine(file);
}
