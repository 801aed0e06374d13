using System.Text;

namespace MeterFirmware.Tests.Chip.Refused;

internal sealed class OverridesDesktopMember : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
    }
}
