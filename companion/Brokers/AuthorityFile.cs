using MeterFirmware.Network;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Brokers;

/// <summary>The chip's flash, as far as <see cref="BrokerLink"/> needs it: the authority's certificate from any file of this machine.</summary>
/// <param name="path">The file.</param>
internal sealed class AuthorityFile(string path) : IFlash
{
    private readonly FlashFiles _folder = new(Path.GetDirectoryName(Path.GetFullPath(path))!);

    public int Read(string name, byte[] buffer) =>
        name == BrokerOptions.CaName ? _folder.Read(Path.GetFileName(path), buffer) : NotRead.Missing;

    public bool Write(string name, byte[] buffer, int count) => false;

    public void Delete(string name)
    {
    }
}
