using MusicGen.Silo.Hosting;

return await SiloCommand.RunAsync(args);
