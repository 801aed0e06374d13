namespace nanoFramework.Runtime.Native;

/// <summary>What the chip starts again.</summary>
internal enum RebootOption
{
    NormalReboot,
    EnterNanoBooter,
    ClrOnly,
    EnterProprietaryBooter = 8,
}
