import { size } from '/work/main/src/size.ts';
import { renderKubernetes } from '/work/main/src/targets/kubernetes/render.ts';
import { settingNamed } from '/work/main/src/settings/index.ts';
import { entryId, type Entry } from '/work/main/src/model/entry.ts';
const GiB=1024**3;
function st(cpu:number, mem:number, rps:number, p95:number, users:number, ha:boolean){
  const e=new Map<string,Entry>();
  const put=(k:string,n:string,v:any,c=k)=>{const s=settingNamed(k,n)!; const id=entryId({name:c},s); e.set(id,{id,component:c,setting:s,value:v,origin:{from:'stated',at:{file:'x',line:1,column:1}}} as Entry)};
  put('machine','cpu',cpu);put('machine','memory',mem);put('targets','rps',rps);put('targets','p95',p95);put('targets','users',users);put('profile','ha',ha);put('machine','disk.size',100*GiB);
  const route=(path:string,cache='none')=>({path,to:'api',cache,auth:false,stream:'none',immutable:false} as any);
  return {name:'t',components:[{name:'proxy',kind:'nginx'},{name:'api',kind:'node'},{name:'db',kind:'postgres'},{name:'cache',kind:'redis'}],links:[{from:'proxy',to:'api'},{from:'api',to:'db'},{from:'api',to:'cache'}],routes:[route('/'),route('/feed','short')],entries:e};
}
const t0=performance.now();
const plans=[[2000,4*GiB,500,200,100,false],[4000,8*GiB,1000,150,250,false],[8000,16*GiB,2000,100,500,true]].map(a=>size((st as any)(...a)));
console.log('size3', performance.now()-t0);
for (const p of plans) { const t=performance.now(); await renderKubernetes(p); console.log('render', (performance.now()-t).toFixed(1)); }
if (process.argv[2]) for (let i=0;i<Number(process.argv[2]);i++) { const t=performance.now(); await renderKubernetes(plans[i%3]!); if (i%10===0) console.log('render', (performance.now()-t).toFixed(1)); }
