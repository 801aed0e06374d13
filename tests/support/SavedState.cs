using MeterFirmware.State;

namespace MeterFirmware.Tests.Support;

/// <summary>Keeps what is written, in memory.</summary>
internal sealed class SavedState : IByteSink
{
    private readonly MemoryStream _bytes = new();

    public void Write(byte[] bytes, int offset, int count) => _bytes.Write(bytes, offset, count);

    /// <summary>What was written through a buffer of some bytes.</summary>
    public static byte[] Of(Action<StateWriter> write, int bufferBytes = 256)
    {
        SavedState saved = new();
        write(new StateWriter(saved, new byte[bufferBytes]));
        return saved._bytes.ToArray();
    }

    public static bool Load(Meter meter, byte[] state) => meter.Load(new StateReader(new ByteSource(state, state.Length)));
}
