namespace MusicGen.Contracts.Accounts;

/// <summary>Asks for an API key.</summary>
/// <param name="Name">For people; default: the key's id.</param>
/// <param name="Scopes">What may be done with it; default: read and write. Nobody can give away more than what the own key allows, but operators.</param>
/// <param name="ExpiresInDays">After how many days it is of no more use, 1 to 3,650. Default: 365.</param>
[GenerateSerializer, Immutable, Alias("musicgen.CreateKey")]
public sealed record CreateKey(
    [property: Id(0)] string? Name = null,
    [property: Id(1)] IReadOnlyList<KeyScope>? Scopes = null,
    [property: Id(2)] int? ExpiresInDays = null);
