// What shared uses of nanoFramework.System.Text and nanoFramework.System.Security.Cryptography.

namespace System.Text
{
    public abstract class Encoding
    {
        public static extern Encoding UTF8 { get; }

        public abstract byte[] GetBytes(string s);

        public abstract int GetBytes(string s, int charIndex, int charCount, byte[] bytes, int byteIndex);

        public abstract string GetString(byte[] bytes, int index, int count);
    }
}

namespace System.Security.Cryptography
{
    public abstract class HMACSHA256
    {
        public static extern byte[] HashData(byte[] key, byte[] source);
    }
}
