using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Lets TorchSharp's native library load where libstdc++ is older than GCC 13's; see TorchNative.targets for the why.</summary>
/// <remarks>
/// Three strings of fixed length are rewritten in the ELF file: the imported symbol, the version it is asked for in, and the hash of that version's name.
/// A file without that import is left as it is, so running again changes nothing.
/// </remarks>
public sealed class RelaxLibStdCxx : Task
{
    private const string NewVersion = "GLIBCXX_3.4.32";
    private const string OldVersion = "GLIBCXX_3.4";

    // std::ios_base_library_init() runs ios_base::Init::Init() once. Calling the constructor itself has the same effect: it ignores its instance.
    private const string NewSymbol = "_ZSt21ios_base_library_initv";
    private const string OldSymbol = "_ZNSt8ios_base4InitC1Ev";

    [Required]
    public string File { get; set; }

    public override bool Execute()
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        var symbol = Find(bytes, Terminated(NewSymbol));
        var version = Find(bytes, Terminated(NewVersion));
        var hash = Find(bytes, BitConverter.GetBytes(ElfHash(NewVersion)));
        if (symbol == Absent && version == Absent) return true;
        if (symbol < 0 || version < 0 || hash < 0)
        {
            Log.LogError("{0} imports {1} in a way that this build does not know; see build/TorchNative.targets.", File, NewSymbol);
            return false;
        }

        Overwrite(bytes, symbol, Terminated(NewSymbol).Length, Terminated(OldSymbol));
        Overwrite(bytes, version, Terminated(NewVersion).Length, Terminated(OldVersion));
        Overwrite(bytes, hash, sizeof(uint), BitConverter.GetBytes(ElfHash(OldVersion)));
        Replace(bytes);
        return true;
    }

    private const int Absent = -1;
    private const int Ambiguous = -2;

    /// <summary>A new file under the old name: the old one may be a hard link into the package cache, which must stay as it came.</summary>
    /// <remarks>It keeps its time, so that the next build's copy finds it up to date.</remarks>
    private void Replace(byte[] bytes)
    {
        var written = System.IO.File.GetLastWriteTimeUtc(File);
        var relaxed = File + ".relaxed";
        System.IO.File.WriteAllBytes(relaxed, bytes);
        System.IO.File.SetLastWriteTimeUtc(relaxed, written);
        System.IO.File.Delete(File);
        System.IO.File.Move(relaxed, File);
        Log.LogMessage(MessageImportance.Normal, "Relaxed the libstdc++ import of {0}", File);
    }

    private static byte[] Terminated(string name) => Encoding.ASCII.GetBytes("\0" + name + "\0");

    private static void Overwrite(byte[] bytes, int at, int length, byte[] content)
    {
        Array.Clear(bytes, at, length);
        content.CopyTo(bytes, at);
    }

    /// <summary>Index of the only occurrence.</summary>
    private static int Find(byte[] bytes, byte[] pattern)
    {
        var found = Absent;
        for (var at = Array.IndexOf(bytes, pattern[0]); at >= 0 && at + pattern.Length <= bytes.Length; at = Array.IndexOf(bytes, pattern[0], at + 1))
        {
            var same = 1;
            while (same < pattern.Length && bytes[at + same] == pattern[same]) same++;
            if (same < pattern.Length) continue;
            if (found != Absent) return Ambiguous;
            found = at;
        }
        return found;
    }

    /// <summary>System V ABI, "Hash Table": what the loader compares before it compares version names.</summary>
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (var letter in name)
        {
            hash = (hash << 4) + letter;
            var high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }
        return hash;
    }
}
