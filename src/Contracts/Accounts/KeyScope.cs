namespace MusicGen.Contracts.Accounts;

/// <summary>What may be done with a key.</summary>
[GenerateSerializer, Alias("musicgen.KeyScope")]
public enum KeyScope
{
    /// <summary>Look at the owner's things and download them.</summary>
    Read,

    /// <summary>Make, change and delete them.</summary>
    Write,

    /// <summary>Make, list and revoke the owner's keys.</summary>
    Account,

    /// <summary>What concerns all owners: training nodes, and the keys of any owner. It opens nobody else's music by itself; but whoever makes a key of an owner can use it.</summary>
    Operator,
}
