using System.Text.Json.Serialization;

namespace MusicGen.Contracts.Training;

/// <summary>Asks a training session that rests to go on for more passes.</summary>
/// <param name="Epochs">Passes in all, those that are done included; more than are done, 10,000 at most.</param>
[GenerateSerializer, Immutable, Alias("musicgen.ExtendTraining")]
public sealed record ExtendTraining([property: Id(0), JsonRequired] int Epochs);
